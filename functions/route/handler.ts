import middy from '@middy/core';
import { type S3EventBridgeEvent, S3EventBridgeEventSchema } from '#shared/contracts/events.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { parsedInput } from '#shared/runtime/contract.ts';
import { hideDefect } from '#shared/runtime/hide-defect.ts';
import { noteActivity } from '#shared/runtime/note-activity.ts';
import { type RoutePorts, routeEvent } from './route-event.ts';

/** Called by an EventBridge rule for every change to the document bucket. */
export const createHandler = (ports: RoutePorts & { readonly log: ActivityLog }) =>
  middy<S3EventBridgeEvent, void>()
    .use(noteActivity<S3EventBridgeEvent, void>('route', ports.log).run)
    .use(hideDefect('route'))
    .use(parsedInput('route', S3EventBridgeEventSchema))
    .handler((event, _context, { signal }) => routeEvent(event, ports, signal));
