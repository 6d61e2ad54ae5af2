import middy from '@middy/core';
import { type S3EventBridgeEvent, S3EventBridgeEventSchema } from '#shared/contracts/events.ts';
import { parsedInput } from '#shared/runtime/contract.ts';
import { type RoutePorts, routeEvent } from './route-event.ts';

/** Called by an EventBridge rule for every change to the document bucket. */
export const createHandler = (ports: RoutePorts) =>
  middy<S3EventBridgeEvent, void>()
    .use(parsedInput('route', S3EventBridgeEventSchema))
    .handler((event, _context, { signal }) => routeEvent(event, ports, signal));
