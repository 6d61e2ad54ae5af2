import { embedStep } from '#shared/contracts/steps.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type EmbedPorts, embedChunks } from './embed-chunks.ts';

export const createHandler = (ports: EmbedPorts & StepPorts) =>
  stepHandler(embedStep, ports, (input, signal) => embedChunks(input, ports, signal));
