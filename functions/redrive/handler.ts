import { type RedriveEvent, RedriveEventSchema, type RedriveResult } from '#shared/contracts/redrive.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { parsedInput } from '#shared/runtime/contract.ts';
import type { RedrivePorts } from '#shared/runtime/redrive-documents.ts';
import { resumableHandler } from '#shared/runtime/resumable-handler.ts';
import { redriveRejected } from './redrive-rejected.ts';

/** Called by an operator, again where it was cut short: what was sent is not matched a second time. */
export const createHandler = (ports: RedrivePorts & { readonly log: ActivityLog }) =>
  resumableHandler<RedriveEvent, RedriveResult>('redrive', ports.log)
    .use(parsedInput('redrive', RedriveEventSchema))
    .handler((event, _context, { signal }) => redriveRejected(event, ports, signal));
