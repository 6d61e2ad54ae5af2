import middy from '@middy/core';
import { type RedriveEvent, RedriveEventSchema, type RedriveResult } from '#shared/contracts/redrive.ts';
import { parsedInput } from '#shared/runtime/contract.ts';
import type { RedrivePorts } from '#shared/runtime/redrive-documents.ts';
import { redriveRejected } from './redrive-rejected.ts';

/** Milliseconds before Lambda's own time-out at which it stops: enough for the document at hand. */
const EARLY_MILLISECONDS = 5_000;

/** Called by an operator. One that is cut short is called again and goes on. */
export const createHandler = (ports: RedrivePorts) =>
  middy<RedriveEvent, RedriveResult>({
    timeoutEarlyInMillis: EARLY_MILLISECONDS,
    timeoutEarlyResponse: () => ({ isFinished: false }),
  })
    .use(parsedInput('redrive', RedriveEventSchema))
    .handler((event, _context, { signal }) => redriveRejected(event, ports, signal));
