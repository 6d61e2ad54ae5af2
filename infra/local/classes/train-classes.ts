import type { StoredClassHead } from '#shared/contracts/class-head.ts';
import { fitClasses } from '#shared/domain/class-fit.ts';
import type { ClassHead } from '#shared/domain/class-head.ts';
import type { EmbedderFingerprint } from '#shared/domain/fingerprint.ts';
import { shortHash } from '#shared/domain/identity.ts';
import type { ClassExample } from '#shared/domain/linear-class-head.ts';
import { fitOf } from '../evaluation/fit-of.ts';
import type { LabelledTexts } from '../evaluation/labelled-texts.ts';

interface Training {
  readonly examples: readonly ClassExample[];
  readonly fingerprint: EmbedderFingerprint;
  /** Share of texts like the examples that are to get a class. */
  readonly coverage: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Significant digits that are kept of a weight: the fourth changes a likelihood by less than a thousandth. */
const DIGITS = 4;

/**
 * Learns classes from labelled texts.
 *
 * @throws PipelineFailure `InputInvalid` when there are too few classes or examples.
 */
export function trainClasses(
  { name, texts, corpusHash, goldHash }: LabelledTexts,
  training: Training,
): StoredClassHead {
  const { examples, fingerprint, coverage, at } = training;
  const { head, heldOut } = fitOf(() => fitClasses(examples, coverage));
  const rounded = roundedHead(head);
  const version = shortHash([corpusHash, goldHash, JSON.stringify(fingerprint), JSON.stringify(rounded)], 16);
  return {
    ...{ schema: 'affidavit.class-head/1', version, fingerprint, at: new Date(at).toISOString() },
    dataset: { name, corpus: corpusHash, gold: goldHash },
    ...{ coverage, head: rounded },
    heldOut: heldOut.map((each, row) => ({
      id: String(texts[row]?.id),
      ...each,
      confidence: rounded4(each.confidence),
    })),
  };
}

function roundedHead(head: ClassHead): StoredClassHead['head'] {
  const row = (values: readonly number[]) => values.map(rounded4);
  const rows = (values: readonly (readonly number[])[]) => values.map(row);
  return {
    ...{ ...head, classes: [...head.classes], center: row(head.center), scale: row(head.scale) },
    centroids: rows(head.centroids),
    scores: { weights: rows(head.scores.weights), biases: row(head.scores.biases) },
  };
}

function rounded4(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
