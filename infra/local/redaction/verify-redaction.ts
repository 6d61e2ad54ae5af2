import type { Replacement } from '#shared/domain/redaction.ts';
import { type JudgedRedaction, judgeRedaction } from '#shared/domain/redaction-metrics.ts';
import { shareInterval } from '#shared/domain/share-interval.ts';
import { type Estimate, seededRandom } from '#shared/domain/statistics.ts';
import type { RawText } from '#shared/domain/text.ts';
import { FORMS, type Form, inForm } from './identifier-forms.ts';
import { inventedIdentifier, STRUCTURED_KINDS, type StructuredKind } from './invented-identifiers.ts';
import { plantedText } from './invented-sentences.ts';

type Share = Estimate & { readonly cases: number };

/** What `verify redaction` prints as JSON. Documented in docs/cli.md; fields are only ever added. */
export interface RedactionReport {
  readonly kind: 'redaction';
  readonly seed: number;
  readonly cases: number;
  readonly seconds: number;
  /** Of plain and of disguised values: how many are gone whole, and how many replacements stand for a value. */
  readonly metrics: Readonly<
    Record<'plain.recall' | 'plain.precision' | 'disguised.recall' | 'disguised.precision', Share>
  >;
  /** Of each kind in each form that it has, how many are gone whole. */
  readonly forms: readonly (Share & { readonly form: Form; readonly structuredKind: StructuredKind })[];
}

/** What the product promises of each metric, at least. Source: docs/evaluation.md. */
const GOALS: Readonly<Record<keyof RedactionReport['metrics'], number>> = {
  'plain.recall': 0.99,
  'plain.precision': 0.98,
  'disguised.recall': 0.95,
  'disguised.precision': 0.98,
};

interface Options {
  readonly plan: (text: RawText) => Promise<readonly Replacement[]>;
  /** Values of each kind in each form. */
  readonly each: number;
  readonly seed: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Case {
  readonly form: Form;
  readonly kind: StructuredKind;
  readonly judged: JudgedRedaction;
}

/** Plants values that were made up for the purpose in sentences, in every form that they have, and redacts them. */
export async function verifyRedaction({ plan, each, seed, now }: Options): Promise<RedactionReport> {
  const startedAt = now();
  const cases: Case[] = [];
  for (const form of FORMS) {
    for (const kind of STRUCTURED_KINDS) cases.push(...(await casesOf(form, kind, { plan, each, seed })));
  }
  const [plain, disguised] = [
    cases.filter(({ form }) => form === 'plain'),
    cases.filter(({ form }) => form !== 'plain'),
  ];
  const groups = Map.groupBy(cases, ({ form, kind }) => `${form} ${kind}`);
  return {
    ...{ kind: 'redaction', seed, cases: cases.length, seconds: (now() - startedAt) / 1000 },
    metrics: {
      'plain.recall': recall(plain),
      'plain.precision': precision(plain),
      'disguised.recall': recall(disguised),
      'disguised.precision': precision(disguised),
    },
    forms: [...groups.values()].flatMap((group) =>
      group.slice(0, 1).map(({ form, kind }) => ({ form, structuredKind: kind, ...recall(group) })),
    ),
  };
}

/** Whether every metric reaches its goal. */
export function keepsGoals({ metrics }: RedactionReport): boolean {
  return METRICS.every((name) => metrics[name].value >= GOALS[name]);
}

/** The report for people. */
export function redactionLines({ seed, cases, seconds, metrics, forms }: RedactionReport): string[] {
  const shown = ({ value, low, high, cases: of }: Share) =>
    `${value.toFixed(3)}  [${low.toFixed(3)}, ${high.toFixed(3)}]  of ${of}`;
  return [
    `${cases} texts, seed ${seed}, ${seconds.toFixed(1)} s; shares with 95 % intervals`,
    ...METRICS.map((name) => `${name.padEnd(20)}${shown(metrics[name])}, goal ${GOALS[name]}`),
    ...forms.map(
      ({ form, structuredKind, ...share }) => `  ${form.padEnd(13)}${structuredKind.padEnd(7)}${shown(share)}`,
    ),
  ];
}

const METRICS = ['plain.recall', 'plain.precision', 'disguised.recall', 'disguised.precision'] as const;

/** A seed of its own for each form and kind, so that more of one changes nothing in another. */
async function casesOf(
  form: Form,
  kind: StructuredKind,
  { plan, each, seed }: Pick<Options, 'plan' | 'each' | 'seed'>,
): Promise<Case[]> {
  const random = seededRandom(seed * 1000 + FORMS.indexOf(form) * 100 + STRUCTURED_KINDS.indexOf(kind));
  const cases: Case[] = [];
  for (let at = 0; at < each; at += 1) {
    const value = inForm(form, kind, inventedIdentifier(kind, random), random);
    if (value === undefined) continue;
    const { text, span } = plantedText(kind, value, random);
    cases.push({ form, kind, judged: judgeRedaction(text, [span], await plan(text)) });
  }
  return cases;
}

function recall(cases: readonly Case[]): Share {
  const spans = cases.flatMap(({ judged }) => judged.spans);
  return { ...shareInterval(spans.filter(({ isWhole }) => isWhole).length, spans.length), cases: spans.length };
}

function precision(cases: readonly Case[]): Share {
  const all = cases.flatMap(({ judged }) => judged.replacements);
  return { ...shareInterval(all.filter(({ isRight }) => isRight).length, all.length), cases: all.length };
}
