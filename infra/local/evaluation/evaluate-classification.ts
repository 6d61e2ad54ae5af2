import type { EvaluatedCase, Figure } from '#shared/contracts/evaluation-run.ts';
import { CLASSIFIED_LENGTH, type Classification, type ClassifiedText } from '#shared/domain/classification.ts';
import {
  type CoveragePoint,
  calibrationError,
  coverageCurve,
  macroF1,
  UNKNOWN_CLASS,
} from '#shared/domain/classification-metrics.ts';
import { bootstrap } from '#shared/domain/statistics.ts';
import type { RawText, RedactedText } from '#shared/domain/text.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import type { EvaluationOptions } from './evaluate-retrieval.ts';
import type { LabelledText } from './labelled-texts.ts';
import { COST, type Measurement, SHARE } from './measurement.ts';

/** The two steps of the pipeline that a class comes out of. */
export interface ClassificationService {
  readonly redact: (text: RawText) => Promise<RedactedText>;
  readonly classify: (document: ClassifiedText) => Promise<Classification>;
}

export interface ClassificationMeasurement {
  readonly measurement: Measurement;
  readonly curve: readonly CoveragePoint[];
  /** How often a label was taken for a class, by `label > class`; right ones are left out. */
  readonly mistaken: ReadonlyMap<string, number>;
}

interface Outcome {
  readonly label: string;
  readonly predicted: string;
  readonly confidence: number;
  readonly isRight: boolean;
}

const FIGURES: Readonly<Record<string, Figure>> = {
  correct: SHARE,
  covered: SHARE,
  'correct-of-covered': SHARE,
  milliseconds: COST,
};

/**
 * Redacts and classifies every text, `limit` at most.
 *
 * - `correct`: of all, how many got their class; `unknown` is right where it is the label.
 * - `covered`: how many got a class at all; `correct-of-covered`: of these, how many theirs.
 * - `macro-f1`, `calibration-error`: of all together.
 */
export async function evaluateClassification(
  texts: readonly LabelledText[],
  service: ClassificationService,
  { limit, now, onProgress }: EvaluationOptions,
): Promise<ClassificationMeasurement> {
  const outcomes: Outcome[] = [];
  const cases: EvaluatedCase[] = [];
  const startedAt = now();
  for (const labelled of texts.slice(0, limit)) {
    const redacted = await redactedText(labelled, service);
    const classifiedAt = now();
    const { documentClass: predicted, confidence } = await service.classify(redacted);
    const milliseconds = now() - classifiedAt;
    const isRight = predicted === labelled.label;
    outcomes.push({ label: labelled.label, predicted, confidence, isRight });
    cases.push({
      id: labelled.id,
      slices: slicesOf(labelled),
      figures: { ...figuresOf(predicted, isRight), milliseconds },
    });
    onProgress(cases.length);
  }
  const seconds = (now() - startedAt) / 1000;
  const summary = {
    'macro-f1': bootstrap(outcomes, macroF1),
    'calibration-error': bootstrap(outcomes, calibrationError),
  };
  const measurement = { kind: 'classification', cases, figures: FIGURES, summary, seconds } as const;
  return { measurement, curve: coverageCurve(outcomes), mistaken: countMistaken(outcomes) };
}

/** What is read of a document is its beginning: the rest need not be redacted to know its class. */
async function redactedText({ title, text }: LabelledText, { redact }: ClassificationService): Promise<ClassifiedText> {
  const beginning = unredacted(text.slice(0, CLASSIFIED_LENGTH));
  return { title: await redact(title), text: await redact(beginning), mediaType: 'text/plain' };
}

function slicesOf({ label, language }: LabelledText): Record<string, string> {
  return { label, ...(language !== undefined && { language }) };
}

function figuresOf(predicted: string, isRight: boolean): Record<string, number> {
  const correct = isRight ? 1 : 0;
  return predicted === UNKNOWN_CLASS ? { correct, covered: 0 } : { correct, covered: 1, 'correct-of-covered': correct };
}

function countMistaken(outcomes: readonly Outcome[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label, predicted, isRight } of outcomes) {
    const pair = `${label} > ${predicted}`;
    if (!isRight) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}
