import { rejectStep } from '#shared/contracts/steps.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type RejectPorts, rejectDocument } from './reject-document.ts';

export const createHandler = (ports: RejectPorts & StepPorts) =>
  stepHandler(rejectStep, ports, (input, signal) => rejectDocument(input, ports, signal));
