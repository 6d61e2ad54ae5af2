import { type Activity, activityFields, activityLevel } from '../../domain/activity.ts';
import { shortHash } from '../../domain/identity.ts';
import type { ActivityLog } from '../../ports/activity-log.ts';
import type { Clock, Ids } from '../../ports/clock.ts';

export interface XRayTracesOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  /** The header by which Lambda names the trace of the call in work; absent where nobody traces. */
  readonly traceHeader: () => string | undefined;
  /** Takes one datagram for the daemon that Lambda runs beside a function. */
  readonly send: (datagram: string) => void;
}

/** What goes before each document. Source: X-Ray developer guide, "X-Ray daemon". */
const HEADER = '{"format":"json","version":1}\n';

/**
 * Each run as a subsegment of its call's trace, with the ids of its line in the log as annotations: X-Ray's
 * `annotation.documentId = "…"` finds the traces of a document, `annotation.requestId = "…"` that of a request. Calls
 * that are not sampled send nothing.
 *
 * By hand, for Powertools' tracer brings the X-Ray SDK: 171 KB and 50 to 60 ms of processor time at every cold start, half
 * of all else that a function loads. See docs/decisions/2026-11-29-traces-without-the-x-ray-sdk.md.
 *
 * Source: X-Ray developer guide, "X-Ray segment documents".
 */
export function xRayTraces({ clock, ids, traceHeader, send }: XRayTracesOptions): ActivityLog {
  return {
    begin: (run) => {
      const trace = sampledTrace(traceHeader());
      const startedAt = clock.now();
      return (end) => {
        if (trace === undefined) return;
        const activity = { ...run, ...end, milliseconds: clock.now() - startedAt };
        const id = shortHash([ids.random()], 16);
        const times = { start_time: startedAt / 1_000, end_time: clock.now() / 1_000 };
        const subsegment = { type: 'subsegment', name: run.function, id, ...trace, ...times, ...verdictOf(activity) };
        send(HEADER + JSON.stringify({ ...subsegment, annotations: annotationsOf(activity) }));
      };
    },
  };
}

/** `Root=1-…;Parent=…;Sampled=1`, of which the last is 0 when the call is not to be traced. */
function sampledTrace(header: string | undefined) {
  const parts = new Map(header?.split(';').map((part) => part.split('=', 2) as [name: string, value: string]));
  const [traceId, parentId] = [parts.get('Root'), parts.get('Parent')];
  if (parts.get('Sampled') !== '1' || traceId === undefined || parentId === undefined) return undefined;
  return { trace_id: traceId, parent_id: parentId };
}

/** `fault` is ours, `error` the caller's, as X-Ray parts 5xx from 4xx. */
function verdictOf(activity: Activity) {
  if (activity.outcome === 'succeeded' || activity.outcome === 'abandoned') return {};
  return activityLevel(activity) === 'info' ? { error: true } : { fault: true };
}

function annotationsOf(activity: Activity) {
  const { details: _details, milliseconds: _milliseconds, ...annotations } = activityFields(activity);
  return annotations;
}
