import type { MiddlewareObj } from '@middy/core';
import type { Metrics } from '../ports/metrics.ts';

/** Says of each step that it ended, well or not: while steps end, documents move. */
export function stepMetrics<In, Out>(metrics: Metrics): MiddlewareObj<In, Out> {
  const note = () => metrics.emit({ StepsEnded: 1 });
  return { after: note, onError: note };
}
