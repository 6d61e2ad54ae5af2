import { HEALTHY_MINUTES } from './error-shapes.ts';
import type { Span } from './raised-alarms.ts';

/** Minutes since a failure began; undefined: never. */
export interface Times {
  readonly raised?: number | undefined;
  /** The end of its first time. */
  readonly reset?: number | undefined;
  /** How often it was raised. */
  readonly times: number;
}

export function timesOf(spans: readonly Span[]): Times {
  const [first] = spans;
  const since = (minute: number | undefined) => (minute === undefined ? undefined : minute - HEALTHY_MINUTES);
  return { raised: since(first?.from), reset: since(first?.to), times: spans.length };
}
