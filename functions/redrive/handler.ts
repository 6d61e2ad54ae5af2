import middy from '@middy/core';
import { type RedriveEvent, RedriveEventSchema, type RedriveResult } from '#shared/contracts/redrive.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { parsedInput } from '#shared/runtime/contract.ts';
import { hideDefect } from '#shared/runtime/hide-defect.ts';
import { noteActivity } from '#shared/runtime/note-activity.ts';
import type { RedrivePorts } from '#shared/runtime/redrive-documents.ts';
import { redriveRejected } from './redrive-rejected.ts';

/** Milliseconds before Lambda's own time-out at which it stops: enough for the document at hand. */
const EARLY_MILLISECONDS = 5_000;

/** Called by an operator. One that is cut short is called again and goes on. */
export const createHandler = (ports: RedrivePorts & { readonly log: ActivityLog }) =>
  middy<RedriveEvent, RedriveResult>({
    timeoutEarlyInMillis: EARLY_MILLISECONDS,
    timeoutEarlyResponse: () => ({ isFinished: false }),
  })
    .use(noteActivity<RedriveEvent, RedriveResult>('redrive', ports.log).run)
    .use(hideDefect('redrive'))
    .use(parsedInput('redrive', RedriveEventSchema))
    .handler((event, _context, { signal }) => redriveRejected(event, ports, signal));
