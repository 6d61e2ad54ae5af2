import { indexChunksStep } from '#shared/contracts/steps.ts';
import { type StepPorts, stepHandler } from '#shared/runtime/step-handler.ts';
import { type IndexPorts, indexChunks } from './index-chunks.ts';

export const createHandler = (ports: IndexPorts & StepPorts) =>
  stepHandler(indexChunksStep, ports, (input, signal) => indexChunks(input, ports, signal));
