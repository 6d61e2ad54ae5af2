import { ObjectEventSchema } from '#shared/contracts/events.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { batchHandler } from '#shared/runtime/batch-handler.ts';
import { type FlowPorts, observeFlow } from '#shared/runtime/observe-flow.ts';
import { type AdmitPorts, admitObject } from './admit-object.ts';

/** Called by SQS with a batch of events about objects. */
export const createHandler = (ports: AdmitPorts & FlowPorts & { readonly log: ActivityLog }) =>
  batchHandler({
    name: 'admit',
    log: ports.log,
    message: ObjectEventSchema,
    handle: (event, signal) => admitObject(event, ports, signal),
    afterBatch: (signal) => observeFlow(ports, signal),
  });
