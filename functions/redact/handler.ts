import { redactStep } from '#shared/contracts/steps.ts';
import { stepHandler } from '#shared/runtime/step-handler.ts';
import type { StepPorts } from '#shared/runtime/step-ports.ts';
import { type RedactPorts, redactPages } from './redact-pages.ts';

/** The handler, given what it needs: `index.ts` gives it AWS adapters, `infra/local` gives it local ones. */
export const createHandler = (ports: RedactPorts & StepPorts) =>
  stepHandler(redactStep, ports, (input, signal) => redactPages(input, ports, signal));
