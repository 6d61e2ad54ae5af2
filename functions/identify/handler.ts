import { identifyStep } from '#shared/contracts/steps.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type IdentifyPorts, identifyDocument } from './identify-document.ts';

export const createHandler = (ports: IdentifyPorts & StepPorts) =>
  stepHandler(identifyStep, ports, (input, signal) => identifyDocument(input, ports, signal));
