import { extractStep } from '#shared/contracts/steps.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type ExtractPorts, extractText } from './extract-text.ts';

export const createHandler = (ports: ExtractPorts & StepPorts) =>
  stepHandler(extractStep, ports, (input, signal) => extractText(input, ports, signal));
