import type { MiddlewareObj } from '@middy/core';
import { PipelineFailure } from '../domain/failures.ts';
import type { Attempt } from '../domain/identity.ts';
import type { StepPorts } from './step-ports.ts';

/** Writes into the ledger when a step ran and how it ended. A ledger that fails does not fail the step. */
export function stepHistory<In extends Attempt, Out>(
  step: string,
  { ledger, clock }: Pick<StepPorts, 'ledger' | 'clock'>,
): MiddlewareObj<In, Out> {
  const startTimes = new WeakMap<object, number>();

  const record = async (request: { readonly event: In }, error: unknown) => {
    const { tenantId, documentId, versionId, attempt } = request.event;
    const endedAt = new Date(clock.now()).toISOString();
    const startedAt = new Date(startTimes.get(request) ?? clock.now()).toISOString();
    const outcome = error === null ? 'succeeded' : error instanceof PipelineFailure ? error.name : 'Unexpected';
    const entry = { tenantId, documentId, versionId, attempt, step, startedAt, endedAt, runs: 1, outcome } as const;
    await ledger.recordStep(entry).catch(() => undefined);
  };

  return {
    before: (request) => {
      startTimes.set(request, clock.now());
    },
    after: (request) => record(request, null),
    onError: async (request) => {
      if (startTimes.has(request)) await record(request, request.error);
    },
  };
}
