import { rejectStep } from '#shared/contracts/steps.ts';
import { type StepPorts, stepHandler } from '#shared/runtime/step-handler.ts';
import { type RejectPorts, rejectDocument } from './reject-document.ts';

export const createHandler = (ports: RejectPorts & StepPorts) =>
  stepHandler(rejectStep, ports, (input, signal) => rejectDocument(input, ports, signal));
