import { publishStep } from '#shared/contracts/steps.ts';
import { type StepPorts, stepHandler } from '#shared/runtime/step-handler.ts';
import { type PublishPorts, publishDocument } from './publish-document.ts';

export const createHandler = (ports: PublishPorts & StepPorts) =>
  stepHandler(publishStep, ports, (input, signal) => publishDocument(input, ports, signal));
