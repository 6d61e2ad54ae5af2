import middy from '@middy/core';
import type { z } from 'zod';
import { PipelineFailure } from '../domain/failures.ts';
import type { Attempt } from '../domain/identity.ts';
import { contract } from './contract.ts';
import { holdSlot } from './hold-slot.ts';
import { stepHistory } from './step-history.ts';
import { stepMetrics } from './step-metrics.ts';
import type { StepPorts } from './step-ports.ts';

/** How long before Lambda's own time-out a step gives up, so that it fails by our name and can be tried again. */
const EARLY_MILLISECONDS = 1_000;

/**
 * The Lambda handler of a step: checks input and output against the contract, writes the step's history, turns a
 * coming time-out into a retryable failure of ours and any defect into `Unexpected`, whose message tells no text. It holds
 * the execution's slot meanwhile.
 */
export function stepHandler<In extends Attempt, Out>(
  step: {
    readonly name: string;
    readonly endsExecution?: true;
    readonly input: z.ZodType<In>;
    readonly output: z.ZodType<Out>;
  },
  { ledger, clock, slots, metrics }: StepPorts,
  useCase: (input: In, signal: AbortSignal) => Promise<Out>,
) {
  return middy<In, Out>({
    timeoutEarlyInMillis: EARLY_MILLISECONDS,
    timeoutEarlyResponse: () => {
      throw new PipelineFailure('FunctionTimedOut', `${step.name} ran out of time`);
    },
  })
    .use(stepMetrics(metrics))
    .use({ onError: (request) => hideDefect(step.name, request) })
    .use(contract(step))
    .use(stepHistory(step.name, { ledger, clock }))
    .handler((input, _context, { signal }) =>
      holdSlot(input, { slots, clock }, { endsExecution: step.endsExecution === true, signal }, () =>
        useCase(input, signal),
      ),
    );
}

/** A defect's message may quote what it choked on, so only its type and the place in our code go on. */
function hideDefect(step: string, request: { error: Error | null }): void {
  const { error } = request;
  if (error === null || error instanceof PipelineFailure) return;
  const [, place = ''] = error.stack?.match(/\n\s+at .*?([\w-]+\.[cm]?[jt]s:\d+)/) ?? [];
  request.error = new PipelineFailure('Unexpected', `${step} failed by a defect: ${error.name} at ${place}`);
}
