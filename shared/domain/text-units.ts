import type { ModelUse } from './metered-cost.ts';

/** Characters of a unit of text by which a Bedrock guardrail is paid. Source: Bedrock pricing, "Guardrails". */
const GUARDRAIL_CHARACTERS = 1_000;

/**
 * Characters of a unit of text by which Comprehend is paid, and units of a request at least. Source: Comprehend pricing,
 * "Natural language processing" and "Personally identifiable information".
 */
const COMPREHEND_CHARACTERS = 100;
const COMPREHEND_LEAST = 3;

/** Kinds of filters that a guardrail may have and that are paid for, as the price file calls them. */
export type GuardrailFilter = 'content' | 'topics' | 'pii' | 'grounding';
const FILTERS: readonly GuardrailFilter[] = ['content', 'topics', 'pii', 'grounding'];

/** Units of a text for each kind of filter that looks at it: begun ones count whole. */
export function guardrailUnits(characters: number): number {
  return Math.ceil(characters / GUARDRAIL_CHARACTERS);
}

/** What a guardrail took, by its own word. */
export function guardrailUses(
  units: Readonly<Partial<Record<GuardrailFilter, number | undefined>>>,
): readonly ModelUse[] {
  return FILTERS.flatMap((filter) => {
    const calls = units[filter] ?? 0;
    return calls === 0 ? [] : [unitsOf(`guardrail-${filter}`, calls)];
  });
}

/** What judging a text takes of a guardrail at the most: whoever asks it does not know which filters it has. */
export function guardrailBound(text: string): readonly ModelUse[] {
  const units = guardrailUnits(text.length);
  return bounds({ content: units, topics: units, pii: units });
}

/** The same for holding a claim against its quote: all three texts are read, and the claim by the other filters, too. */
export function groundingBound(question: string, { text, quote }: { readonly text: string; readonly quote: string }) {
  const units = guardrailUnits(question.length + text.length + quote.length);
  return bounds({ content: units, topics: units, pii: units, grounding: units });
}

function bounds(units: Parameters<typeof guardrailUses>[0]): readonly ModelUse[] {
  return guardrailUses(units).map((use) => ({ ...use, isBound: true }));
}

/** Units of a request of Comprehend. */
export function comprehendUnits(characters: number): number {
  return Math.max(COMPREHEND_LEAST, Math.ceil(characters / COMPREHEND_CHARACTERS));
}

/** What looking for personal data in texts takes of Comprehend, a request each. */
export function comprehendUse(texts: readonly string[]): ModelUse {
  return unitsOf(
    'comprehend-pii',
    texts.reduce((sum, text) => sum + comprehendUnits([...text].length), 0),
  );
}

function unitsOf(model: string, calls: number): ModelUse {
  return { model, calls, inputTokens: 0, outputTokens: 0 };
}
