import type { Context } from 'aws-lambda';
import { loadedOnce } from '../portable/loaded-once.ts';

/**
 * A Lambda handler that is made at its first call, because making it asks a service, such as for a key. When that fails
 * the call fails, and the next one tries again.
 */
export function deferredHandler<Event, Result>(
  make: () => Promise<(event: Event, context: Context) => Promise<Result>>,
): (event: Event, context: Context) => Promise<Result> {
  const load = loadedOnce(make);
  return async (event, context) => (await load())(event, context);
}
