import { type HttpResponse, httpResponse } from './http.ts';
import { failureOf, problemFor } from './problem-response.ts';

/** One event of a stream; its data goes out as JSON. */
export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

interface StreamOptions {
  readonly requestId: string;
  /** Aborted when the time is up. */
  readonly signal: AbortSignal;
}

/**
 * A response that sends events as they come (`text/event-stream`, WHATWG HTML section 9.2): those of `source`, an
 * `error` with a problem document when it fails, and `done` at the end. `source` is aborted when the client leaves.
 */
export function eventStream(
  source: (signal: AbortSignal) => AsyncIterable<StreamEvent>,
  options: StreamOptions,
): HttpResponse {
  return httpResponse(
    200,
    'text/event-stream',
    abortable((left) => framesOf(source, options, left)),
  );
}

/** A generator waits for what it waits for before it hears that it may stop, so the signal says it at once. */
function abortable(create: (left: AbortSignal) => AsyncGenerator<string>): AsyncIterable<string> {
  return {
    [Symbol.asyncIterator]: () => {
      const left = new AbortController();
      const frames = create(left.signal);
      return {
        next: () => frames.next(),
        return: () => {
          left.abort();
          return frames.return(undefined);
        },
      };
    },
  };
}

async function* framesOf(
  source: (signal: AbortSignal) => AsyncIterable<StreamEvent>,
  { requestId, signal }: StreamOptions,
  left: AbortSignal,
): AsyncGenerator<string> {
  try {
    for await (const event of source(AbortSignal.any([signal, left]))) yield frame(event);
  } catch (error) {
    yield frame({ event: 'error', data: problemFor(failureOf(error, signal), requestId) });
  }
  yield frame({ event: 'done', data: {} });
}

/** JSON holds no line break, so one line of data is the whole. */
function frame({ event, data }: StreamEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
