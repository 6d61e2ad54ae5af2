import { type ClassHead, type ClassSight, classSight, likeliestClass } from './class-head.ts';
import { type ClassExample, linearClassHead } from './linear-class-head.ts';
import { thresholdAt } from './logistic-regression.ts';
import { softmax } from './softmax-regression.ts';

/** What a head that did not see the example says of it. */
export interface HeldOutClass {
  readonly label: string;
  readonly likeliest: string;
  /** Calibrated on these same cases. */
  readonly confidence: number;
}

export interface ClassFit {
  readonly head: ClassHead;
  /** One an example, in their order: what temperature and thresholds were chosen by. */
  readonly heldOut: readonly HeldOutClass[];
}

/** Examples that a class has at least: one to learn from, and one to try. */
export const LEAST_EXAMPLES = 2;

/** Parts that examples are dealt into, each guessed by a fit of the others. Source: Hastie and others, section 7.10. */
const FOLDS = 5;

/** Of the texts that are of a class, the share that may be less like its centroid than what is claimed. */
const FARTHEST = 0.01;

/** Natural logarithms between which the temperature is looked for, and halvings of what lies between them. */
const COLDEST = -3;
const HOTTEST = 3;
const CUTS = 40;

/**
 * Learns classes from examples (`linearClassHead`). One temperature makes confidence honest, and the thresholds are
 * chosen so that `coverage` of texts like the examples get a class: both by what heads say that had not seen the example.
 *
 * Source of the temperature: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
 *
 * @throws RangeError for fewer than two classes, and for a class with fewer than two examples.
 */
export function fitClasses(examples: readonly ClassExample[], coverage: number): ClassFit {
  const classes = [...new Set(examples.map(({ label }) => label))].sort();
  assertEnough(examples, classes);
  const sights = heldOutSights(examples, classes);
  const temperature = bestTemperature(sights.map(({ scores }, at) => ({ scores, at: placeOf(at) })));
  const guesses = sights.map(({ scores }) => likeliestClass(scores, temperature));
  const own = sights.map(({ similarities }, at) => Number(similarities[placeOf(at)]));
  const thresholds = {
    leastConfidence: thresholdAt(
      guesses.map(({ confidence }) => confidence),
      1 - coverage,
    ),
    leastSimilarity: thresholdAt(own, FARTHEST),
  };
  return {
    head: { ...linearClassHead(examples, classes), temperature, ...thresholds },
    heldOut: guesses.map(({ at, confidence }, row) => ({
      ...{ label: String(examples[row]?.label), likeliest: String(classes[at]), confidence },
    })),
  };

  function placeOf(row: number): number {
    return classes.indexOf(String(examples[row]?.label));
  }
}

function assertEnough(examples: readonly ClassExample[], classes: readonly string[]): void {
  const counts = classes.map((name) => examples.filter(({ label }) => label === name).length);
  if (classes.length >= 2 && Math.min(...counts) >= LEAST_EXAMPLES) return;
  throw new RangeError(`it takes two classes, and ${LEAST_EXAMPLES} examples of each`);
}

function heldOutSights(examples: readonly ClassExample[], classes: readonly string[]): readonly ClassSight[] {
  const folds = dealtFolds(
    examples.map(({ label }) => label),
    FOLDS,
  );
  const sights = Array.from({ length: FOLDS }, (_, fold) => {
    const head = linearClassHead(
      examples.filter((_example, at) => folds[at] !== fold),
      classes,
    );
    return examples.flatMap((example, at) => (folds[at] === fold ? [{ at, sight: classSight(head, example) }] : []));
  });
  return sights
    .flat()
    .sort((a, b) => a.at - b.at)
    .map(({ sight }) => sight);
}

/** Deals each label out to the folds by turns, so that none lacks one that another could spare. The fold of each row. */
export function dealtFolds(labels: readonly string[], folds: number): number[] {
  const dealt = new Map<string, number>();
  return labels.map((label) => {
    const turn = dealt.get(label) ?? 0;
    dealt.set(label, turn + 1);
    return turn % folds;
  });
}

/**
 * The temperature under which the right classes are likeliest, by cutting the range where the loss is less. A little of
 * each case is believed to be of any other class: where all are right, confidence would else be without bounds.
 *
 * Source of that little: Platt, "Probabilistic Outputs for Support Vector Machines", 1999, section 2.2.
 */
function bestTemperature(cases: readonly { readonly scores: readonly number[]; readonly at: number }[]): number {
  const doubt = 1 / (cases.length + 2);
  const loss = (logarithm: number) =>
    cases.reduce((sum, { scores, at }) => {
      const probabilities = softmax(scores.map((score) => score / Math.exp(logarithm)));
      const losses = probabilities.map((probability) => -Math.log(Math.max(probability, Number.MIN_VALUE)));
      const all = losses.reduce((total, each) => total + each, 0);
      return sum + (1 - doubt) * Number(losses[at]) + (doubt / scores.length) * all;
    }, 0);
  let [low, high] = [COLDEST, HOTTEST];
  for (let cut = 0; cut < CUTS; cut += 1) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (loss(left) <= loss(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}
