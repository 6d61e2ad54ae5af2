import { publishStep } from '#shared/contracts/steps.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type PublishPorts, publishDocument } from './publish-document.ts';

export const createHandler = (ports: PublishPorts & StepPorts) =>
  stepHandler(publishStep, ports, (input, signal) => publishDocument(input, ports, signal));
