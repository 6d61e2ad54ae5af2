import type { MessagePort } from 'node:worker_threads';
import { type FailureName, PipelineFailure } from '../../domain/failures.ts';
import { type InferenceReply, InferenceTaskSchema, type Purpose } from './inference-messages.ts';

/** A model as its thread offers it. */
interface InferenceService {
  /** What callers must know of the model before they use it. */
  readonly traits: unknown;
  run(text: string, purpose: Purpose): Promise<unknown>;
  /** The name for errors that are no failures of ours. */
  readonly failure: FailureName;
}

/** Answers the tasks that come through `port`, one reply each. */
export function serveInference(port: MessagePort, { traits, run, failure }: InferenceService): void {
  const send = (reply: InferenceReply) => port.postMessage(reply);
  port.on('message', (message: unknown) => {
    const { id, text, purpose } = InferenceTaskSchema.parse(message);
    run(text, purpose).then(
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
