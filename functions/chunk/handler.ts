import { chunkStep } from '#shared/contracts/steps.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type ChunkPorts, chunkDocument } from './chunk-document.ts';

export const createHandler = (ports: ChunkPorts & StepPorts) =>
  stepHandler(chunkStep, ports, (input, signal) => chunkDocument(input, ports, signal));
