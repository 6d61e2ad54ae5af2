import type { EvaluatedCase, Figure } from '#shared/contracts/evaluation-run.ts';
import { UNKNOWN_CLASS } from '#shared/domain/class-head.ts';
import type { Classification, ClassifiedText } from '#shared/domain/classification.ts';
import { type CoveragePoint, calibrationError, coverageCurve, macroF1 } from '#shared/domain/classification-metrics.ts';
import { type MeteredCost, type ModelUse, meteredCost } from '#shared/domain/metered-cost.ts';
import { bootstrap, bootstrapMean } from '#shared/domain/statistics.ts';
import type { RawText, RedactedText } from '#shared/domain/text.ts';
import { classExamples, type ExamplePorts } from '../classes/class-examples.ts';
import { crossValidated, foreignRefusals } from '../classes/cross-validation.ts';
import { redactedBeginning } from '../classes/redacted-beginning.ts';
import { withCosts } from './case-costs.ts';
import type { EvaluationOptions } from './evaluate-retrieval.ts';
import { fitOf } from './fit-of.ts';
import type { LabelledText } from './labelled-texts.ts';
import { COST, type Measurement, SHARE } from './measurement.ts';

/** The two steps of the pipeline that a class comes out of. */
export interface ClassificationService {
  readonly redact: (text: RawText) => Promise<RedactedText>;
  /** `uses`: what telling it took of models. */
  readonly classify: (document: ClassifiedText) => Promise<Classification & { readonly uses?: readonly ModelUse[] }>;
}

export interface ClassificationMeasurement {
  readonly measurement: Measurement;
  readonly curve: readonly CoveragePoint[];
  /** How often a label was taken for a class, by `label > class`; right ones are left out. */
  readonly mistaken: ReadonlyMap<string, number>;
}

/** A text, what it was taken for, and how long telling took. */
interface Outcome {
  readonly labelled: LabelledText;
  readonly found: Classification;
  readonly milliseconds?: number;
  readonly uses?: readonly ModelUse[] | undefined;
}

const FIGURES: Readonly<Record<string, Figure>> = { correct: SHARE, covered: SHARE, 'correct-of-covered': SHARE };

/**
 * Redacts and classifies every text, `limit` at most.
 *
 * - `correct`: of all, how many got their class; `unknown` is right where it is the label.
 * - `covered`: how many got a class at all; `correct-of-covered`: of these, how many theirs.
 * - `macro-f1`, `calibration-error`: of all together.
 * - `milliseconds` and, where a model has a price, `cost` in dollars: of telling a text's class.
 */
export async function evaluateClassification(
  texts: readonly LabelledText[],
  service: ClassificationService,
  { limit, now, onProgress }: EvaluationOptions,
): Promise<ClassificationMeasurement> {
  const outcomes: Outcome[] = [];
  const startedAt = now();
  for (const labelled of texts.slice(0, limit)) {
    const redacted = await redactedBeginning(labelled, service.redact);
    const classifiedAt = now();
    const { uses, ...found } = await service.classify(redacted);
    outcomes.push({ labelled, found, uses, milliseconds: now() - classifiedAt });
    onProgress(outcomes.length);
  }
  return measured(outcomes, (now() - startedAt) / 1000);
}

/** How many parts texts are dealt into, and the share of texts that the classes learned from them are to cover. */
export interface FoldOptions {
  readonly folds: number;
  readonly coverage: number;
}

/**
 * The same by classes that are learned from the texts themselves, each told by what was learned without its part.
 * `foreign-unknown`: of texts of a class that was left out whole, how many got none.
 *
 * @throws PipelineFailure `InputInvalid` when the texts of a class are too few to leave some out.
 */
export async function evaluateFolds(
  texts: readonly LabelledText[],
  ports: ExamplePorts,
  { folds, coverage }: FoldOptions,
  { limit, now, onProgress }: EvaluationOptions,
): Promise<ClassificationMeasurement> {
  const startedAt = now();
  const own = texts.slice(0, limit);
  const tokens: number[] = [];
  const noted = { ...ports, onTokens: (read: number) => void tokens.push(read) };
  const examples = await classExamples(own, noted, onProgress);
  const found = fitOf(() => crossValidated(examples, folds, coverage));
  const outcomes = own.flatMap((labelled, at) => {
    const guess = found[at];
    const use = { model: ports.embedder.modelId, calls: 1, inputTokens: tokens[at] ?? 0, outputTokens: 0 };
    return guess === undefined ? [] : [{ labelled, found: guess, uses: [use] }];
  });
  const foreign = fitOf(() => foreignRefusals(examples, coverage));
  const result = measured(outcomes, (now() - startedAt) / 1000);
  if (foreign.length === 0) return result;
  const summary = { ...result.measurement.summary, 'foreign-unknown': bootstrapMean(foreign) };
  return { ...result, measurement: { ...result.measurement, summary } };
}

function measured(outcomes: readonly Outcome[], seconds: number): ClassificationMeasurement {
  const judged = outcomes.map(({ labelled: { label }, found: { documentClass, confidence } }) => ({
    ...{ label, predicted: documentClass, confidence, isRight: documentClass === label },
  }));
  const summary = {
    'macro-f1': bootstrap(judged, macroF1),
    'calibration-error': bootstrap(judged, calibrationError),
  };
  const isTimed = outcomes.some(({ milliseconds }) => milliseconds !== undefined);
  const figures = { ...FIGURES, ...(isTimed && { milliseconds: COST }) };
  const cases = outcomes.map(caseOf);
  const costs = new Map<string, MeteredCost>(
    outcomes.map(({ labelled, uses = [] }) => [labelled.id, meteredCost(uses)]),
  );
  const measurement = withCosts({ kind: 'classification', cases, figures, summary, seconds }, costs);
  return { measurement, curve: coverageCurve(judged), mistaken: countMistaken(judged) };
}

function caseOf({ labelled: { id, label, language }, found, milliseconds }: Outcome): EvaluatedCase {
  const correct = found.documentClass === label ? 1 : 0;
  const isCovered = found.documentClass !== UNKNOWN_CLASS;
  return {
    id,
    slices: { label, ...(language !== undefined && { language }) },
    figures: {
      ...{ correct, covered: isCovered ? 1 : 0 },
      ...(isCovered && { 'correct-of-covered': correct }),
      ...(milliseconds !== undefined && { milliseconds }),
    },
  };
}

function countMistaken(
  judged: readonly { readonly label: string; readonly predicted: string; readonly isRight: boolean }[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label, predicted, isRight } of judged) {
    const pair = `${label} > ${predicted}`;
    if (!isRight) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}
