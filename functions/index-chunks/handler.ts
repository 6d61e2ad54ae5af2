import { indexChunksStep } from '#shared/contracts/steps.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type IndexPorts, indexChunks } from './index-chunks.ts';

export const createHandler = (ports: IndexPorts & StepPorts) =>
  stepHandler(indexChunksStep, ports, (input, signal) => indexChunks(input, ports, signal));
