import { type Crash, NO_FAULTS } from './fault-plan.ts';
import type { Scenario } from './scenario.ts';
import type { SimulationResult, Simulator } from './simulator.ts';
import type { StateSnapshot } from './state-snapshot.ts';

/** One moment to die at, and whether the state was in the end that of a run which nobody disturbed. */
export interface CrashOutcome {
  readonly crash: Crash;
  readonly isSame: boolean;
  readonly result: SimulationResult;
}

/** An upload, another with an access of its own, a new version of the first, and the deletion of the second. */
const EVERYDAY: Scenario = {
  operations: [
    { at: 0, key: 'a.txt', kind: 'put', content: 0 },
    { at: 1_000, key: 'b.txt', kind: 'put', content: 1, access: 'group:left' },
    { at: 600_000, key: 'a.txt', kind: 'put', content: 2 },
    { at: 1_200_000, key: 'b.txt', kind: 'erase' },
  ],
  delivery: { dropped: 0, copies: 1, delay: 0 },
  faults: NO_FAULTS,
  looksAtStart: true,
  admitters: 1,
  searches: 0,
};

/**
 * Kills the process before and after every call of a port that an undisturbed run makes, starts it again, and compares
 * ids, text, vectors, access, ledger and artifacts. `step` leaves out all but every so manieth call.
 */
export async function* crashEverywhere(
  { run }: Simulator,
  seed: number,
  { step = 1, decorate }: Pick<Parameters<Simulator['run']>[1] & object, 'decorate'> & { readonly step?: number } = {},
): AsyncGenerator<CrashOutcome> {
  const options = decorate ? { decorate } : {};
  const undisturbed = await run(seed, { ...options, scenario: EVERYDAY });
  const expected = JSON.stringify(comparable(undisturbed.state));
  for (let call = 0; call < undisturbed.calls; call += step) {
    for (const moment of ['crash-before', 'crash-after'] as const) {
      const crash = { call, moment };
      const result = await run(seed, {
        ...options,
        scenario: { ...EVERYDAY, faults: { ...NO_FAULTS, crashes: [crash] } },
      });
      yield { crash, result, isSame: JSON.stringify(comparable(result.state)) === expected };
    }
  }
}

/** A change that was found by looking, and not by its event, has no sequencer. */
function comparable({ documents, artifacts }: StateSnapshot) {
  const known = documents.map(({ source, ...document }) => ({ ...document, versionId: source?.versionId }));
  return { documents: known, artifacts };
}
