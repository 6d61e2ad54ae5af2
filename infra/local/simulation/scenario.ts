import type { Crash, FaultMix, Outage } from './fault-plan.ts';

/** What somebody does to the bucket, and when: milliseconds from the start. */
export type Operation = { readonly at: number; readonly key: string } & (
  | { readonly kind: 'put'; readonly content: number; readonly access?: string | undefined }
  /** Every version and marker, for good. */
  | { readonly kind: 'erase' }
  /** A delete marker, by hand or by a lifecycle rule. */
  | { readonly kind: 'mark' }
  /** The removal of a marker on top, of which nobody is told. */
  | { readonly kind: 'revive' }
  /** One version for good: the newest is 0. */
  | { readonly kind: 'drop-version'; readonly age: number }
);

/** How events reach the product. */
export interface Delivery {
  /** Share of events that never come, 0 to 1. */
  readonly dropped: number;
  /** Times that an event comes, at most. */
  readonly copies: number;
  /** Longest way of an event, in milliseconds. */
  readonly delay: number;
}

export interface Scenario {
  readonly operations: readonly Operation[];
  readonly delivery: Delivery;
  readonly faults: FaultMix;
  readonly looksAtStart: boolean;
  readonly admitters: number;
  /** Share of the calls about what is found (index, commit) during which somebody searches, 0 to 1. */
  readonly searches: number;
}

/** Different contents: few, so that contents come back. */
export const CONTENTS = 3;

const KEYS = ['a.txt', 'b.txt', 'a.txt/c.txt'] as const;
const ACCESSES = [undefined, 'group:left', 'group:right'] as const;

/** All operations fall into so many milliseconds: runs are still at work when the next one comes, or have long ended. */
const SPANS = [60_000, 1_800_000] as const;

/** Longest way of an event, in milliseconds: S3's are sometimes a minute late. */
const LONGEST_WAY = 120_000;

/** Longest delay of a call: past the lease of a run, so that a late worker finds another in its place. */
const LONGEST_DELAY = 3 * 3_600_000;

/** Longest delay of a call where nothing else goes wrong: within every lease. */
const CALM_DELAY = 5 * 60_000;

/** A scenario drawn by chance: every third is calm but for late calls and the order of events, the others fail too. */
export function randomScenario(random: () => number): Scenario {
  const below = (limit: number) => Math.floor(random() * limit);
  const several = <T>(most: number, draw: () => T) => Array.from({ length: below(most + 1) }, draw);
  const isCalm = random() < 1 / 3;
  const span = SPANS[below(SPANS.length)] ?? SPANS[0];
  const rate = (most: number) => (isCalm ? 0 : random() * most);
  return {
    operations: [randomOperation(below, span), ...several(7, () => randomOperation(below, span))].sort(
      (a, b) => a.at - b.at,
    ),
    delivery: {
      dropped: random() < 0.3 ? random() * 0.3 : 0,
      copies: below(2) === 0 ? 1 : 1 + below(10),
      delay: random() * LONGEST_WAY,
    },
    faults: {
      rates: {
        ...{ errors: rate(0.04), twice: rate(0.05), throttled: rate(0.3) },
        ...{ delays: random() * 0.05, longestDelay: isCalm ? CALM_DELAY : LONGEST_DELAY },
      },
      crashes: isCalm ? [] : several(3, () => randomCrash(below)),
      outages: isCalm ? [] : several(1, () => randomOutage(below)),
    },
    looksAtStart: below(2) === 0,
    admitters: 1 + below(3),
    searches: random() * 0.5,
  };
}

/** Every key that something is done to. */
export function keysOf({ operations }: Scenario): string[] {
  return [...new Set(operations.map(({ key }) => key))];
}

/** Whether every change is told of. The version that is dropped may be a marker, whose removal nobody is told of. */
export function isTold({ operations, delivery }: Scenario): boolean {
  const marked = new Set(operations.filter(({ kind }) => kind === 'mark').map(({ key }) => key));
  const mayRevive = ({ kind, key }: Operation) => kind === 'revive' || (kind === 'drop-version' && marked.has(key));
  return delivery.dropped === 0 && !operations.some(mayRevive);
}

/** Whether nothing fails, so that nothing needs to be done again. */
export function isUndisturbed({ faults: { rates, crashes, outages } }: Scenario): boolean {
  return rates.errors + rates.throttled + crashes.length + outages.length === 0;
}

/** How often something happened to each key that may have to be processed. */
export function changesOf({ operations }: Scenario): ReadonlyMap<string, number> {
  const changes = new Map<string, number>();
  for (const { key } of operations) changes.set(key, (changes.get(key) ?? 0) + 1);
  return changes;
}

function randomOperation(below: (limit: number) => number, span: number): Operation {
  const at = below(span);
  const key = KEYS[below(KEYS.length)] ?? KEYS[0];
  const chance = below(10);
  if (chance < 6) return { at, key, kind: 'put', content: below(CONTENTS), access: ACCESSES[below(ACCESSES.length)] };
  if (chance === 6) return { at, key, kind: 'erase' };
  if (chance === 7) return { at, key, kind: 'mark' };
  return chance === 8 ? { at, key, kind: 'revive' } : { at, key, kind: 'drop-version', age: below(2) };
}

/** Calls among which something happens to one: a document takes about a hundred. */
const CALLS = 500;

const PORTS = ['ledger', 'index', 'artifacts', 'store', 'orchestrator', 'queue'] as const;
const LONGEST_OUTAGE = 200;

function randomOutage(below: (limit: number) => number): Outage {
  const from = below(CALLS);
  return { port: PORTS[below(PORTS.length)] ?? PORTS[0], from, to: from + below(LONGEST_OUTAGE) };
}

function randomCrash(below: (limit: number) => number): Crash {
  return { call: below(CALLS), moment: below(2) === 0 ? 'crash-before' : 'crash-after' };
}
