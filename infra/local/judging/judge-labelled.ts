import { advisory } from '#shared/domain/advisory.ts';
import { judgeAccuracy } from '#shared/domain/judge-accuracy.ts';
import { JUDGE_CRITERIA, type JudgeCriterion } from '#shared/domain/judge-prompt.ts';
import type { Estimate } from '#shared/domain/statistics.ts';
import type { AnswerJudge } from '#shared/ports/answer-judge.ts';
import { sha256 } from '../evaluation/gold-set-files.ts';
import { type Measurement, measuredFigures, type RunContext } from '../evaluation/measurement.ts';
import { declaredFigures, judgedFigures } from './ask-judge.ts';
import { labelledVerdicts } from './judge-calibration.ts';
import type { JudgeLabel } from './judge-labels.ts';

interface LabelledJudging {
  readonly judge: AnswerJudge;
  readonly repeats: number;
  readonly now: () => number;
  readonly onProgress: (done: number) => void;
}

/**
 * Has a judge judge what people judged, and says of each criterion that is labelled both ways what its word is worth:
 * `advisory.<criterion>.sensitivity`, `.specificity`, `.balancedAccuracy` and `.kappa`, with 95 % intervals.
 */
export async function judgeLabelled(
  labels: readonly JudgeLabel[],
  { judge, repeats, now, onProgress }: LabelledJudging,
): Promise<Measurement> {
  const startedAt = now();
  const cases: Measurement['cases'][number][] = [];
  for (const { id, set, judged, holds } of labels) {
    const slices = { set, criterion: judged.criterion, label: holds ? 'holds' : 'fails' };
    cases.push({ id, slices, figures: await judgedFigures(judge, judged, repeats) });
    onProgress(cases.length);
  }
  const figures = measuredFigures(declaredFigures(JUDGE_CRITERIA), cases);
  const summary = Object.assign({}, ...JUDGE_CRITERIA.map((criterion) => worthOf(cases, criterion)));
  return { kind: 'judge', cases, figures, summary, seconds: (now() - startedAt) / 1000 };
}

function worthOf(cases: Measurement['cases'], criterion: JudgeCriterion): Record<string, Estimate> {
  const accuracy = judgeAccuracy(labelledVerdicts(cases, criterion));
  const { positives, negatives, sensitivity, specificity, balancedAccuracy, kappa } = accuracy;
  if (positives.cases === 0 || negatives.cases === 0) return {};
  const worth = Object.entries({ sensitivity, specificity, balancedAccuracy, kappa });
  return Object.fromEntries(worth.map(([name, estimate]) => [advisory(`${criterion}.${name}`), estimate]));
}

/** Fingerprints of what was judged, and of that with its labels. */
export function labelsDataset(name: string, labels: readonly JudgeLabel[]): RunContext['dataset'] {
  const judged = labels.map((label) => label.judged);
  return { name, corpus: sha256(JSON.stringify(judged)), gold: sha256(JSON.stringify(labels)) };
}
