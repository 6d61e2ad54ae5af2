import { dollarsFor, isPriceName } from './prices.ts';

/** What calls of one model took, or of another service that is paid for what it reads. */
export interface ModelUse {
  /** A model's id or ARN, or an inference profile's; `extractive` and the like where no provider is paid. */
  readonly model: string;
  /** Of a service that is paid by units of text, its units. */
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Set where a call failed and nobody told what it took: the most that it may have, as it was booked. */
  readonly isBound?: true | undefined;
}

/** `embedded`: it runs in our own process and no provider is paid. `unpriced`: the price file does not know it. */
export type CostBasis = 'list-price' | 'embedded' | 'unpriced';

export interface MeteredUse extends ModelUse {
  readonly dollars: number;
  readonly basis: CostBasis;
}

/** What models cost for one document or one answer, from what the calls themselves reported. */
export interface MeteredCost {
  readonly dollars: number;
  readonly uses: readonly MeteredUse[];
}

/** Models by the names of their prices: what their ids hold, wherever a profile or an ARN wraps them. */
const PRICED_MODELS: readonly (readonly [RegExp, string])[] = [
  [/amazon\.titan-embed-text-v2/, 'titan-embed-v2'],
  [/cohere\.embed-v4/, 'cohere-embed-v4'],
  [/amazon\.nova-lite/, 'nova-lite'],
  [/amazon\.nova-pro/, 'nova-pro'],
  [/anthropic\.claude-haiku-4-5/, 'haiku-4.5'],
  [/amazon\.rerank-v1/, 'amazon-rerank'],
  [/cohere\.rerank-v3-5/, 'cohere-rerank'],
  [/^comprehend-pii$/, 'comprehend-pii'],
  [/^guardrail-content$/, 'guardrail-content'],
  [/^guardrail-topics$/, 'guardrail-topics'],
  [/^guardrail-pii$/, 'guardrail-pii'],
  [/^guardrail-grounding$/, 'guardrail-grounding'],
];

/** Models that run in our own process, by what stands before a slash; `none`: no model was asked for a question. */
const EMBEDDED_MODELS: readonly (string | undefined)[] = [
  ...['extractive', 'none', 'local-rerank', 'local-cross-encoder', 'bge-small-en-v1.5-int8'],
];

/** The price of what was used, model by model; those of the same model together. */
export function meteredCost(uses: readonly ModelUse[]): MeteredCost {
  const metered = addedUses(uses).map(pricedUse);
  return { dollars: metered.reduce((sum, { dollars }) => sum + dollars, 0), uses: metered };
}

/** Those of one model as one, in the order in which models come up; what was told and what is a bound stay apart. */
export function addedUses(uses: readonly ModelUse[]): readonly ModelUse[] {
  const kindOf = ({ model, isBound }: ModelUse) => `${isBound ?? false} ${model}`;
  return [...Map.groupBy(uses, kindOf).values()].map((same) => same.reduce(addedUse));
}

/** Both together, of one model. */
export function addedUse(one: ModelUse, other: ModelUse): ModelUse {
  return {
    ...one,
    calls: one.calls + other.calls,
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
  };
}

function pricedUse(use: ModelUse): MeteredUse {
  if (EMBEDDED_MODELS.includes(use.model.split('/')[0])) return { ...use, dollars: 0, basis: 'embedded' };
  const dollars = callDollars(use) ?? tokenDollars(use.model, use.inputTokens, use.outputTokens);
  return dollars === undefined ? { ...use, dollars: 0, basis: 'unpriced' } : { ...use, dollars, basis: 'list-price' };
}

/** By what name the price file knows a model, if it does. */
export function pricedModel(model: string): string | undefined {
  return PRICED_MODELS.find(([pattern]) => pattern.test(model))?.[1];
}

/** Dollars for calls of a model that is paid by the query, whatever it reads. */
function callDollars({ model, calls }: ModelUse): number | undefined {
  const name = `${pricedModel(model)}.queries`;
  return isPriceName(name) ? dollarsFor(name, calls) : undefined;
}

/** Dollars for tokens of a model, or nothing when the price file does not know it. Embedders write no tokens. */
function tokenDollars(model: string, inputTokens: number, outputTokens: number): number | undefined {
  const name = pricedModel(model);
  const [input, output] = [`${name}.input`, `${name}.output`];
  if (!isPriceName(input)) return undefined;
  return dollarsFor(input, inputTokens) + (isPriceName(output) ? dollarsFor(output, outputTokens) : 0);
}
