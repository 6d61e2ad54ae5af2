import { chunkStep } from '#shared/contracts/steps.ts';
import { type StepPorts, stepHandler } from '#shared/runtime/step-handler.ts';
import { type ChunkPorts, chunkDocument } from './chunk-document.ts';

export const createHandler = (ports: ChunkPorts & StepPorts) =>
  stepHandler(chunkStep, ports, (input, signal) => chunkDocument(input, ports, signal));
