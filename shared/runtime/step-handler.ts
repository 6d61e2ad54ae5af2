import middy from '@middy/core';
import type { z } from 'zod/mini';
import { PipelineFailure } from '../domain/failures.ts';
import { type Attempt, executionNameOf } from '../domain/identity.ts';
import { contract } from './contract.ts';
import { hideDefect } from './hide-defect.ts';
import { holdSlot } from './hold-slot.ts';
import { noteActivity } from './note-activity.ts';
import { stepHistory } from './step-history.ts';
import { stepMetrics } from './step-metrics.ts';
import type { StepPorts } from './step-ports.ts';

/** How long before Lambda's own time-out a step gives up, so that it fails by our name and can be tried again. */
const EARLY_MILLISECONDS = 1_000;

/**
 * The Lambda handler of a step: checks input and output against the contract, writes the step's history and a line of the
 * log, turns a coming time-out into a retryable failure of ours and any defect into `Unexpected`, whose message tells no
 * text. It holds the execution's slot meanwhile.
 */
export function stepHandler<In extends Attempt, Out>(
  step: {
    readonly name: string;
    readonly endsExecution?: true;
    readonly input: z.ZodMiniType<In>;
    readonly output: z.ZodMiniType<Out>;
  },
  { ledger, clock, slots, metrics, log }: StepPorts,
  useCase: (input: In, signal: AbortSignal) => Promise<Out>,
) {
  const activity = noteActivity<In, Out>(step.name, log);
  return middy<In, Out>({
    timeoutEarlyInMillis: EARLY_MILLISECONDS,
    timeoutEarlyResponse: () => {
      throw new PipelineFailure('FunctionTimedOut', `${step.name} ran out of time`);
    },
  })
    .use(activity.run)
    .use(stepMetrics(metrics))
    .use(hideDefect(step.name))
    .use(contract(step))
    .use(activity.about(subjectOf))
    .use(stepHistory(step.name, { ledger, clock }))
    .handler((input, _context, { signal }) =>
      holdSlot(input, { slots, clock }, { endsExecution: step.endsExecution === true, signal }, () =>
        useCase(input, signal),
      ),
    );
}

function subjectOf(attempt: Attempt) {
  const { tenantId, documentId } = attempt;
  return { tenantId, documentId, attempt: attempt.attempt, execution: executionNameOf(attempt) };
}
