import type { Context } from 'aws-lambda';

/** A function of the product, called in this process. JSON goes in and comes out, as with Lambda. */
export type LocalFunction = (event: unknown) => Promise<unknown>;

/** How long a function may run when nothing else is said: the default time-out of our Lambdas. */
const DEFAULT_TIMEOUT_SECONDS = 60;

/** Lambda sees JSON and nothing else, so neither may a function here: a `Date` or a class that survives hides a bug. */
export function localFunction<In, Out>(
  handler: (event: In, context: Context) => Promise<Out>,
  timeoutSeconds = DEFAULT_TIMEOUT_SECONDS,
): LocalFunction {
  return async (event) => {
    const output = await handler(JSON.parse(JSON.stringify(event)), localContext(timeoutSeconds));
    return output === undefined ? null : JSON.parse(JSON.stringify(output));
  };
}

/** As much of Lambda's context as the handlers ask for. */
export function localContext(timeoutSeconds: number): Context {
  const endsAt = Date.now() + timeoutSeconds * 1_000;
  return { getRemainingTimeInMillis: () => endsAt - Date.now() } as Context; // The handlers ask for nothing else of it.
}
