import { classifyStep } from '#shared/contracts/steps.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type ClassifyPorts, documentClassifier } from './classify-document.ts';

export const createHandler = (ports: ClassifyPorts & StepPorts) =>
  stepHandler(classifyStep, ports, documentClassifier(ports));
