import { embedStep } from '#shared/contracts/steps.ts';
import { type StepPorts, stepHandler } from '#shared/runtime/step-handler.ts';
import { type EmbedPorts, embedChunks } from './embed-chunks.ts';

export const createHandler = (ports: EmbedPorts & StepPorts) =>
  stepHandler(embedStep, ports, (input, signal) => embedChunks(input, ports, signal));
