import { publishStep } from '#shared/contracts/steps.ts';
import { type DispatchPorts, endExecution } from '#shared/runtime/dispatch-attempts.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type PublishPorts, publishDocument } from './publish-document.ts';

/** The last of its execution: whose slot is free once this is done. */
export const createHandler = (ports: PublishPorts & DispatchPorts & StepPorts) =>
  stepHandler(publishStep, ports, async (input, signal) => {
    const done = await publishDocument(input, ports, signal);
    await endExecution(input, ports, signal);
    return done;
  });
