import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Clock } from '#shared/ports/clock.ts';

/** One order of events out of all possible ones, drawn by chance, in a time that passes only when nothing else can. */
export interface VirtualTime {
  now(): number;
  /** Does `work` when it is its turn: one at a time, so that every interleaving is an order of turns. */
  turn<T>(label: string, work: () => Promise<T>, isWanted?: () => boolean): Promise<T>;
  /** A clock whose sleepers are forgotten once `isWanted` no longer holds. */
  clock(label: string, isWanted?: () => boolean): Clock;
  /**
   * Lets everything happen until it `isOver`, or nobody waits for anything. Asked when nobody waits but for time.
   *
   * @throws PipelineFailure `FunctionTimedOut` after `maxTurns`: whatever is simulated does not come to rest.
   */
  run(isOver: () => Promise<boolean>): Promise<void>;
  /** Moves time on by so many milliseconds, past whoever sleeps. */
  skip(milliseconds: number): void;
}

interface VirtualTimeOptions {
  /** Milliseconds since 1970. */
  readonly start: number;
  /** At least 0 and below 1; picks who is next. */
  readonly random: () => number;
  /** The longest runs of the simulation take some ten thousand; 60,000 when it is left out. */
  readonly maxTurns?: number;
  /** Told of every turn, with the time at which it was taken. */
  readonly onTurn?: (label: string, now: number) => void;
}

/** Something that waits until the schedule lets it go on. */
interface Waiting {
  readonly label: string;
  readonly isWanted: () => boolean;
  readonly go: () => Promise<void>;
}

interface Sleeper extends Waiting {
  readonly dueAt: number;
  /** How many fell asleep before. */
  readonly order: number;
}

/**
 * A deterministic schedule. Whatever the product waits for (a port, a pause) is a turn; in between, only promises are
 * resolved, which needs no time. So the same random numbers give the same run.
 *
 * Source: J. Zhou et al., "FoundationDB: A Distributed Unbundled Transactional Key Value Store", SIGMOD 2021, section 4.
 */
export function virtualTime({
  start,
  random,
  maxTurns = 60_000,
  onTurn = () => undefined,
}: VirtualTimeOptions): VirtualTime {
  const state: Schedule = { now: start, ready: [], sleepers: [] };
  let slept = 0;

  return {
    now: () => state.now,
    skip: (milliseconds) => {
      state.now += milliseconds;
    },
    turn: (label, work, isWanted = always) =>
      new Promise((resolve, reject) => {
        state.ready.push({ label, isWanted, go: () => work().then(resolve, reject) });
      }),
    clock: (label, isWanted = always) => ({
      now: () => state.now,
      sleep: (milliseconds, signal) =>
        new Promise((resolve, reject) => {
          signal?.throwIfAborted();
          const dueAt = state.now + Math.ceil(Math.max(0, milliseconds)); // In whole milliseconds, as the system's.
          const sleeper = { label: `${label} wakes`, isWanted, go: async () => resolve(), dueAt, order: slept++ };
          fallAsleep(state, sleeper);
          signal?.addEventListener('abort', () => {
            if (!isWanted()) return; // Nobody is there to be woken.
            forget(state, sleeper);
            reject(signal.reason);
          });
        }),
    }),
    run: async (isOver) => {
      for (let turns = 0; turns < maxTurns; turns += 1) {
        const waiting = await nextOf(state, random, isOver);
        if (waiting === undefined) return;
        onTurn(waiting.label, state.now);
        await waiting.go();
      }
      throw new PipelineFailure('FunctionTimedOut', 'the simulation does not come to rest');
    },
  };
}

interface Schedule {
  now: number;
  readonly ready: Waiting[];
  /** By the time at which they are due: who is due first comes last. */
  readonly sleepers: Sleeper[];
}

function fallAsleep({ sleepers }: Schedule, sleeper: Sleeper): void {
  let [from, to] = [0, sleepers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (Number(sleepers[middle]?.dueAt) > sleeper.dueAt) from = middle + 1;
    else to = middle;
  }
  sleepers.splice(from, 0, sleeper);
}

async function nextOf(state: Schedule, random: () => number, isOver: () => Promise<boolean>) {
  await new Promise(setImmediate); // Every promise that can go on by itself has gone on.
  forgetUnwanted(state.ready);
  if (state.ready.length === 0 && (await isOver())) return undefined;
  if (state.ready.length === 0) wakeEarliest(state);
  return state.ready.splice(Math.floor(random() * state.ready.length), 1)[0];
}

/** Lets time pass up to whoever is due first, and all that are due then, in the order in which they fell asleep. */
function wakeEarliest(state: Schedule): void {
  const due: Sleeper[] = [];
  for (let next = state.sleepers.at(-1); next !== undefined; next = state.sleepers.at(-1)) {
    if (next.isWanted()) {
      if (due.length > 0 && next.dueAt > state.now) break;
      state.now = Math.max(state.now, next.dueAt);
      due.push(next);
    }
    state.sleepers.pop();
  }
  state.ready.push(...due.sort((one, other) => one.order - other.order));
}

function forgetUnwanted(waiting: Waiting[]): void {
  for (let at = waiting.length - 1; at >= 0; at -= 1) if (waiting[at]?.isWanted() === false) waiting.splice(at, 1);
}

/** Whoever gave up waits neither for time nor for a turn. */
function forget({ sleepers, ready }: Schedule, sleeper: Sleeper): void {
  const [asleep, due] = [sleepers.indexOf(sleeper), ready.indexOf(sleeper)];
  if (asleep >= 0) sleepers.splice(asleep, 1);
  if (due >= 0) ready.splice(due, 1);
}

function always(): boolean {
  return true;
}
