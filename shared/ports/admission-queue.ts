import type { ObjectEvent } from '../domain/object-event.ts';

/** Hands object events to `admit`, at least once, fairly among tenants. */
export interface AdmissionQueue {
  send(event: ObjectEvent, tenantId: string, signal?: AbortSignal): Promise<void>;
}
