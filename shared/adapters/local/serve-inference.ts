import type { MessagePort } from 'node:worker_threads';
import { type FailureName, PipelineFailure } from '../../domain/failures.ts';
import { type InferenceReply, InferenceRequestSchema, type Purpose } from './inference-messages.ts';

/** A model as its thread offers it. */
interface InferenceService {
  /** What callers must know of the model before they use it. */
  readonly traits: unknown;
  run(text: string, purpose: Purpose, signal: AbortSignal): Promise<unknown>;
  /** The name for errors that are no failures of ours. */
  readonly failure: FailureName;
}

/**
 * Answers the tasks that come through `port`, one reply each. Told to stop, it gives up what it is at and lets the thread
 * end by itself: a thread that is torn down while the model's native code runs takes the whole process with it.
 */
export function serveInference(port: MessagePort, { traits, run, failure }: InferenceService): void {
  const send = (reply: InferenceReply) => port.postMessage(reply);
  const stopped = new AbortController();
  port.on('message', (message: unknown) => {
    const request = InferenceRequestSchema.parse(message);
    if ('stop' in request) {
      stopped.abort();
      port.close();
      return;
    }
    const { id, text, purpose } = request;
    run(text, purpose, stopped.signal).then(
      (value) => send({ id, value }),
      (error: unknown) => send({ id, failure: describe(error, failure) }),
    );
  });
  send({ traits });
}

/** Errors lose their class between threads, so name and message go over. Those of libraries might repeat the text. */
function describe(error: unknown, failure: FailureName) {
  if (error instanceof PipelineFailure) return { name: error.name, message: error.message };
  return { name: failure, message: 'the model does not run' };
}
