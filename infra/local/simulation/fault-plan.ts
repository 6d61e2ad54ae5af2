/** What happens to one call of a port. */
export type Fault =
  | { readonly kind: 'none' }
  /** The call fails, and nothing has happened. */
  | { readonly kind: 'error-before' }
  /** It has happened, and the caller is told that it failed. */
  | { readonly kind: 'error-after' }
  /** It happens twice, as when a client sends again what it had no answer to. */
  | { readonly kind: 'twice' }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number }
  /** The process ends, before or after the effect. */
  | { readonly kind: 'crash-before' }
  | { readonly kind: 'crash-after' };

/** Says what happens to each call, in the order in which they are made. */
export interface FaultPlan {
  faultOf(name: string): Fault;
  /** Calls asked for so far. */
  calls(): number;
}

/** Shares of calls, 0 to 1. */
export interface FaultRates {
  readonly errors: number;
  readonly twice: number;
  readonly delays: number;
  /** Of the calls of a model. */
  readonly throttled: number;
}

export interface Crash {
  /** Number of the call, from 0. */
  readonly call: number;
  readonly moment: 'crash-before' | 'crash-after';
}

const NONE: Fault = { kind: 'none' };

/** Longest delay of a call, in milliseconds: past the lease of a run, so that a late worker finds another in its place. */
const LONGEST_DELAY = 3 * 3_600_000;

/** Exponent that makes most delays short: the median is a few seconds, one in some dozens is over an hour. */
const DELAY_SHAPE = 8;

/** Faults by chance, and crashes at given calls. */
export function randomFaults(rates: FaultRates, crashes: readonly Crash[], random: () => number): FaultPlan {
  let calls = 0;
  return {
    calls: () => calls,
    faultOf: (name) => {
      const crash = crashes.find(({ call }) => call === calls);
      calls += 1;
      if (crash !== undefined) return { kind: crash.moment };
      return drawn(name, rates, random);
    },
  };
}

/** No fault from here on. */
export function noFaults(): FaultPlan {
  return randomFaults({ errors: 0, twice: 0, delays: 0, throttled: 0 }, [], () => 1);
}

function drawn(name: string, { errors, twice, delays, throttled }: FaultRates, random: () => number): Fault {
  const [chance, more] = [random(), random()];
  if (name === 'embedder.embed' && more < throttled) return { kind: 'throttled', retryAfterSeconds: 1 };
  if (chance < errors) return { kind: more < 0.5 ? 'error-before' : 'error-after' };
  if (chance < errors + twice) return { kind: 'twice' };
  if (chance < errors + twice + delays) return { kind: 'delay', milliseconds: LONGEST_DELAY * more ** DELAY_SHAPE };
  return NONE;
}
