import { rejectStep } from '#shared/contracts/steps.ts';
import { type DispatchPorts, endExecution } from '#shared/runtime/dispatch-attempts.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type RejectPorts, rejectDocument } from './reject-document.ts';

/** The last of its execution: whose slot is free once this is done. */
export const createHandler = (ports: RejectPorts & DispatchPorts & StepPorts) =>
  stepHandler(rejectStep, ports, async (input, signal) => {
    const done = await rejectDocument(input, ports, signal);
    await endExecution(input, ports, signal);
    return done;
  });
