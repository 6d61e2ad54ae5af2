import { expect, it } from 'vitest';
import type { LocalFunction } from '#infra/local/local-function.ts';
import { localStateMachine } from '#infra/local/state-machine.ts';
import { INGEST_STEPS } from '#shared/contracts/steps.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { cachedTemplate } from '../doubles/cached-template.ts';

const template = await cachedTemplate();
const INPUT = { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 };

/** What steps hand on of a document besides its batches. */
const FACTS = { documentClass: 'policy', language: 'en' };

const KIBIBYTE = 1_024;

/** Runs steps that hand on their input, with `batches`, and do otherwise where the test says so. */
function run(changed: Record<string, LocalFunction> = {}, batches: readonly number[] = [0, 1]) {
  const pass: LocalFunction = async (event) => ({ ...(event as object), outcome: 'new', batches, ...FACTS });
  const steps = { ...Object.fromEntries(INGEST_STEPS.map((step) => [step, pass])), ...changed };
  return localStateMachine(template, steps, { retryInterval: 0 }).run(INPUT);
}

function failingTimes(times: number): LocalFunction {
  let left = times;
  return async (event) => {
    left -= 1;
    if (left >= 0) throw new PipelineFailure('DependencyUnavailable', 'is down');
    return { ...(event as object), outcome: 'new', batches: [0, 1], ...FACTS };
  };
}

it('counts the events that Step Functions would list', async () => {
  const { historyEvents } = await run();

  const task = 2 + 3; // Entered, scheduled, started, succeeded, exited.
  const iteration = 2;
  const redactions = 4 + 2 * (iteration + task);
  const embeddings = 4 + 2 * (iteration + 2 * task);
  const [execution, choice, succeed] = [2, 2, 2];
  expect(historyEvents).toBe(execution + 5 * task + 2 * choice + redactions + embeddings + succeed);
});

it('counts three events more for each further try, and one for the state that fails', async () => {
  const undisturbed = await run();

  const retried = await run({ classify: failingTimes(2) });
  const failed = await run({
    identify: async () => {
      throw new PipelineFailure('DocumentEmpty', 'is empty');
    },
  });

  expect(retried.historyEvents).toBe(undisturbed.historyEvents + 6);
  expect(failed).toMatchObject({ outcome: 'DocumentEmpty', reachedEnd: true, historyEvents: 2 + 5 + 5 + 1 });
});

it('knows the largest payload, in bytes of UTF-8', async () => {
  const padding = 'é'.repeat(10 * KIBIBYTE);

  const { largestPayloadBytes } = await run({ reject: async () => null, publish: async () => ({ padding }) });

  expect(largestPayloadBytes).toBe(20 * KIBIBYTE + JSON.stringify({ padding: '' }).length);
});

it('ends, as Step Functions would, on a payload of more than 256 KiB, and lets no Catch see it', async () => {
  const called: string[] = [];
  const large = async () => ({ outcome: 'new', batches: [0], ...FACTS, padding: 'x'.repeat(256 * KIBIBYTE) });
  const reject: LocalFunction = async () => void called.push('reject');

  const end = await run({ extract: large, reject });

  expect(end).toMatchObject({ outcome: 'DocumentTooLarge', reachedEnd: false });
  expect(called).toEqual([]);
});

it('keeps what a Map gathers small, for that counts although it is discarded', async () => {
  const batches = Array.from({ length: 400 }, (_, batch) => batch);

  const { outcome, largestPayloadBytes } = await run({}, batches);

  expect(outcome).toBe('succeeded');
  expect(largestPayloadBytes).toBeLessThan(4 * KIBIBYTE);
});
