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
  /** Longest of them, in milliseconds; most are short. */
  readonly longestDelay: number;
  /** Of the calls of a model. */
  readonly throttled: number;
}

/** A port that answers nobody from one call to another, both counted over all ports. */
export interface Outage {
  /** Such as `ledger`. */
  readonly port: string;
  readonly from: number;
  readonly to: number;
}

export interface Crash {
  /** Number of the call, from 0. */
  readonly call: number;
  readonly moment: 'crash-before' | 'crash-after';
}

const NONE: Fault = { kind: 'none' };

/** Exponent that makes most delays short: of three hours at most, the median is under a minute, one in ten over an hour. */
const DELAY_SHAPE = 8;

export interface FaultMix {
  readonly rates: FaultRates;
  readonly crashes: readonly Crash[];
  readonly outages: readonly Outage[];
}

export const NO_FAULTS: FaultMix = {
  rates: { errors: 0, twice: 0, delays: 0, longestDelay: 0, throttled: 0 },
  crashes: [],
  outages: [],
};

/** Faults by chance, crashes at given calls, and ports that are down for a while. */
export function randomFaults({ rates, crashes, outages }: FaultMix, random: () => number): FaultPlan {
  let calls = 0;
  return {
    calls: () => calls,
    faultOf: (name) => {
      const call = calls;
      calls += 1;
      const crash = crashes.find((each) => each.call === call);
      if (crash !== undefined) return { kind: crash.moment };
      const isDown = outages.some(({ port, from, to }) => name.startsWith(`${port}.`) && from <= call && call < to);
      if (isDown) return { kind: 'error-before' };
      return drawn(name, rates, random);
    },
  };
}

function drawn(name: string, rates: FaultRates, random: () => number): Fault {
  const { errors, twice, delays, longestDelay, throttled } = rates;
  const [chance, more] = [random(), random()];
  if (name === 'embedder.embed' && more < throttled) return { kind: 'throttled', retryAfterSeconds: 1 };
  if (chance < errors) return { kind: more < 0.5 ? 'error-before' : 'error-after' };
  if (chance < errors + twice) return { kind: 'twice' };
  if (chance < errors + twice + delays) return { kind: 'delay', milliseconds: longestDelay * more ** DELAY_SHAPE };
  return NONE;
}
