import { describe, expect, it } from 'vitest';
import { localContext } from '#infra/local/local-function.ts';
import { attemptSchema } from '#shared/contracts/attempt.ts';
import type { StepRecord } from '#shared/domain/document.ts';
import type { Attempt } from '#shared/domain/identity.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import { recordedLog } from '../doubles/recorded-log.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';

const ATTEMPT: Attempt = { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 };

/** A clock on which nobody wakes by himself. */
const STILL: Clock = {
  now: () => Date.UTC(2026, 0, 1),
  sleep: (_milliseconds, signal) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    }),
};

interface Setting {
  /** Whether ledger and slots fail. */
  readonly isDown?: boolean;
  readonly secondsLeft?: number;
}

/** A step that does what the test says, with what came of it. */
function run(
  work: (input: Attempt, signal: AbortSignal) => Promise<Attempt>,
  { isDown = false, secondsLeft = 60 }: Setting = {},
  input: unknown = ATTEMPT,
) {
  const history: StepRecord[] = [];
  const unlessDown = async () => {
    if (isDown) throw new Error('down');
  };
  const recordStep = async (step: StepRecord) => {
    await unlessDown();
    history.push(step);
  };
  const [log, metrics] = [recordedLog(), recordedMetrics()];
  const ledger = { recordStep } as Partial<Ledger> as Ledger; // A step asks its ledger for nothing else.
  const ports = { ledger, log, metrics, clock: STILL, slots: { renew: unlessDown } };
  const step = { name: 'chunk', input: attemptSchema(), output: attemptSchema() };
  const handler = stepHandler(step, ports, work);
  const outcome = handler(input as Attempt, localContext(secondsLeft)); // Whatever the state machine sends.
  return { outcome, history, log, metrics };
}

describe('a step', () => {
  it('is noted in the history of its document, in the log and in the figures', async () => {
    const { outcome, history, log, metrics } = run(async (input) => input);

    expect(await outcome).toEqual(ATTEMPT);
    expect(history).toMatchObject([{ ...ATTEMPT, step: 'chunk', runs: 1, outcome: 'succeeded' }]);
    expect(log.runs).toMatchObject([{ function: 'chunk', tenantId: 'acme', outcome: 'succeeded' }]);
    expect(metrics.total('StepsEnded')).toBe(1);
  });

  it('succeeds although its history cannot be written and its slot not be renewed', async () => {
    const { outcome } = run(async (input) => input, { isDown: true });

    expect(await outcome).toEqual(ATTEMPT);
  });

  it('whose time is up fails by a name that is tried again, before Lambda ends it, and stops what it does', async () => {
    let isStopped = false;
    const hangs = (_input: Attempt, signal: AbortSignal) => {
      signal.addEventListener('abort', () => {
        isStopped = true;
      });
      return new Promise<Attempt>(() => {});
    };

    const { outcome, history } = run(hangs, { secondsLeft: 1 });

    await expect(outcome).rejects.toMatchObject({ name: 'FunctionTimedOut' });
    expect(isStopped).toBe(true);
    expect(history).toMatchObject([{ step: 'chunk', outcome: 'FunctionTimedOut' }]);
  });

  it.each([
    ['a defect', () => Promise.reject(new TypeError('cannot read Ana Ruiz'))],
    ['an output that breaks the contract', async () => ({ ...ATTEMPT, attempt: 'Ana Ruiz' }) as never],
  ])('that ends by %s fails as one, and tells nothing of what it had at hand', async (_what, work) => {
    const { outcome, log } = run(work);

    const failure = await outcome.catch((cause: unknown) => cause);

    expect(failure).toMatchObject({ name: 'Unexpected', cause: undefined });
    expect(String(failure) + JSON.stringify(failure)).not.toContain('Ana');
    expect(log.runs).toMatchObject([{ outcome: 'Unexpected' }]);
  });

  it('does nothing with an input that breaks the contract, which is about no document', async () => {
    let isAsked = false;
    const { outcome, history } = run(
      async (input) => {
        isAsked = true;
        return input;
      },
      {},
      { ...ATTEMPT, attempt: 0 },
    );

    await expect(outcome).rejects.toMatchObject({ name: 'InputInvalid' });
    expect([isAsked, history]).toEqual([false, []]);
  });
});
