import type { EvaluatedCase, Figure } from '#shared/contracts/evaluation-run.ts';
import { ENTITY_KINDS, type EntityKind } from '#shared/domain/entity.ts';
import type { Replacement } from '#shared/domain/redaction.ts';
import { type JudgedRedaction, judgeRedaction } from '#shared/domain/redaction-metrics.ts';
import { bootstrap } from '#shared/domain/statistics.ts';
import type { RawText } from '#shared/domain/text.ts';
import type { EvaluationOptions } from './evaluate-retrieval.ts';
import type { SpannedText } from './labelled-spans.ts';
import { COST, definedFigures, type Measurement, SHARE } from './measurement.ts';

/** Kinds of which one that is left to read is a breach by itself. */
const CRITICAL: readonly EntityKind[] = ['CARD', 'IBAN', 'SSN'];

const FIGURES: Readonly<Record<string, Figure>> = {
  found: SHARE,
  whole: SHARE,
  right: SHARE,
  criticalLeaks: COST,
  milliseconds: COST,
};

type Judged = readonly JudgedRedaction[];

/**
 * Redacts every text, `limit` at most, and compares with what people labelled.
 *
 * - `found`, `whole`: of a text's labelled spans, how many a replacement touches, and of how many nothing is left.
 * - `right`: of its replacements, how many touch something labelled.
 * - `criticalLeaks`: how many cards, accounts and social security numbers are still there to read.
 * - of all together: `recall` and `wholeRecall` over spans, `precision` over replacements, and each by kind.
 */
export async function evaluateRedaction(
  texts: readonly SpannedText[],
  plan: (text: RawText) => Promise<readonly Replacement[]>,
  { limit, now, onProgress }: EvaluationOptions,
): Promise<Measurement> {
  const cases: EvaluatedCase[] = [];
  const judged: JudgedRedaction[] = [];
  const startedAt = now();
  for (const { id, text, spans } of texts.slice(0, limit)) {
    const redactedAt = now();
    const replacements = await plan(text);
    const milliseconds = now() - redactedAt;
    const found = judgeRedaction(text, spans, replacements);
    judged.push(found);
    cases.push({ id, slices: {}, figures: { ...figuresOf(found), milliseconds } });
    onProgress(cases.length);
  }
  const seconds = (now() - startedAt) / 1000;
  return { kind: 'redaction', cases, figures: FIGURES, summary: summaryOf(judged), seconds };
}

function figuresOf({ spans, replacements }: JudgedRedaction): Record<string, number> {
  const share = (hits: number, of: number) => (of === 0 ? undefined : hits / of);
  return definedFigures({
    found: share(spans.filter(({ isFound }) => isFound).length, spans.length),
    whole: share(spans.filter(({ isWhole }) => isWhole).length, spans.length),
    right: share(replacements.filter(({ isRight }) => isRight).length, replacements.length),
    criticalLeaks: spans.filter(({ kind, isLeaked }) => isLeaked && CRITICAL.includes(kind)).length,
  });
}

/** Texts are drawn anew for the intervals, for spans of one text stand or fall together. */
function summaryOf(judged: Judged): Measurement['summary'] {
  const kinds = ENTITY_KINDS.filter((kind) => judged.some(({ spans }) => spans.some((span) => span.kind === kind)));
  const all = [
    ['recall', recall(() => true, 'isFound')],
    ['wholeRecall', recall(() => true, 'isWhole')],
    ['precision', precision],
    ...kinds.map((kind) => [`recall.${kind}`, recall((other) => other === kind, 'isFound')] as const),
    ...kinds.map((kind) => [`wholeRecall.${kind}`, recall((other) => other === kind, 'isWhole')] as const),
  ] as const;
  return Object.fromEntries(all.map(([name, figure]) => [name, bootstrap(judged, figure)]));
}

function recall(isOf: (kind: EntityKind) => boolean, sign: 'isFound' | 'isWhole') {
  return (judged: Judged): number => {
    const spans = judged.flatMap((each) => each.spans.filter(({ kind }) => isOf(kind)));
    return spans.filter((span) => span[sign]).length / spans.length;
  };
}

function precision(judged: Judged): number {
  const replacements = judged.flatMap((each) => each.replacements);
  return replacements.filter(({ isRight }) => isRight).length / replacements.length;
}
