import { readFileSync } from 'node:fs';
import { callOfLine, type ResourceCall } from './resource-call.ts';

/**
 * Calls that the deployed functions, and services on their way to them, made on resources with policies: those of runs of
 * `npm run test:deploy`, each kind once. A run prints what the table lacks.
 */
export const RECORDED_CALLS: readonly ResourceCall[] = readFileSync(
  new URL('./recorded-calls.txt', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map(callOfLine);
