import { claimFault } from '#shared/domain/claim-check.ts';
import { shareInterval } from '#shared/domain/share-interval.ts';
import { type Estimate, seededRandom } from '#shared/domain/statistics.ts';
import { groundingPairs } from './grounding-pairs.ts';
import type { LabelledSet } from './labelled-claims.ts';
import { lyingModel } from './lying-model.ts';
import type { GroundingPair } from './template-pairs.ts';

/** What `evaluate grounding` prints as JSON. Documented in docs/cli.md; fields are only ever added. */
export interface GroundingReport {
  readonly kind: 'grounding';
  readonly dataset: string;
  readonly cases: number;
  /** Shares with 95 % intervals and their cases, by name. */
  readonly metrics: Readonly<Record<string, Estimate & { readonly cases: number }>>;
}

/** Of the lies that are told. */
const SEED = 4;

/**
 * How many corrupted claims the check catches and how many true ones it drops, by seeded pairs in seven languages and by
 * sentences of the labelled sets; and how well it agrees with people, who judge what the whole sentence says while it
 * sees links, numbers, dates, units, names and negations alone.
 */
export function evaluateGrounding(dataset: string, sets: readonly LabelledSet[]): GroundingReport {
  const { corrupted, untouched } = groundingPairs(sets);
  const kinds = [...new Set(corrupted.map(({ kind }) => kind ?? ''))];
  const metrics = {
    'corruption.caught': shareOf(corrupted, isFaulty),
    ...Object.fromEntries(
      kinds.map((kind) => [
        `corruption.caught.${kind}`,
        shareOf(
          corrupted.filter((pair) => pair.kind === kind),
          isFaulty,
        ),
      ]),
    ),
    'untouched.dropped': shareOf(untouched, isFaulty),
    ...Object.assign({}, ...sets.map(agreement)),
    ...lies(),
  };
  return { kind: 'grounding', dataset, cases: corrupted.length + untouched.length, metrics };
}

function isFaulty({ claim, quote }: GroundingPair): boolean {
  return claimFault(claim, quote) !== undefined;
}

function shareOf<T>(items: readonly T[], isHit: (item: T) => boolean) {
  return { ...shareInterval(items.filter(isHit).length, items.length), cases: items.length };
}

/** The mean of both shares; its interval is that of the two added in quadrature. */
function agreement({ name, claims }: LabelledSet) {
  const kept = shareOf(
    claims.filter(({ isCarried }) => isCarried),
    (each) => !isFaulty({ ...each, quote: each.source }),
  );
  const dropped = shareOf(
    claims.filter(({ isCarried }) => !isCarried),
    (each) => isFaulty({ ...each, quote: each.source }),
  );
  const value = (kept.value + dropped.value) / 2;
  const half = Math.hypot(kept.high - kept.low, dropped.high - dropped.low) / 4;
  return {
    [`${name}.balancedAccuracy`]: { value, low: value - half, high: value + half, cases: claims.length },
    [`${name}.attributable.kept`]: kept,
  };
}

function lies(): GroundingReport['metrics'] {
  const { proposed, dropped, told, correct, trueClaims, trueTold } = lyingModel(seededRandom(SEED));
  const share = (hits: number, cases: number) => ({ ...shareInterval(hits, cases), cases });
  return {
    'lies.citation.correct': share(correct, told),
    'lies.claims.dropped': share(dropped, proposed),
    'lies.completeness': share(trueTold, trueClaims),
  };
}

/** The report for people. */
export function groundingLines({ dataset, cases, metrics }: GroundingReport): string[] {
  const width = Math.max(...Object.keys(metrics).map((name) => name.length));
  return [
    `${dataset}: ${cases} pairs; shares with 95 % intervals`,
    ...Object.entries(metrics).map(
      ([name, { value, low, high, cases: of }]) =>
        `${name.padEnd(width)}  ${value.toFixed(3)}  [${low.toFixed(3)}, ${high.toFixed(3)}]  of ${of}`,
    ),
  ];
}
