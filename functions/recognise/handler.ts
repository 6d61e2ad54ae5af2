import { recogniseStep } from '#shared/contracts/steps.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type RecognisePorts, recogniseText } from './recognise-text.ts';

export const createHandler = (ports: RecognisePorts & StepPorts) =>
  stepHandler(recogniseStep, ports, (input, signal) => recogniseText(input, ports, signal));
