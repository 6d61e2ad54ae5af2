import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type FailureName, PipelineFailure } from '../../domain/failures.ts';
import { type FairQueue, fairQueue, type QueuedJob } from './fair-queue.ts';
import { InferenceReplySchema, type InferenceRequest, type Purpose } from './inference-messages.ts';

/** Milliseconds after which a thread is taken to hang: some hundred times what the slowest text takes. */
const DEADLINE_MS = 60_000;

/** Milliseconds that a thread has to end by itself: longer than one run of a model. */
const GRACE_MS = 5_000;

interface InferencePoolOptions {
  /** A module that calls `serveInference`. */
  readonly entry: URL;
  readonly workerData: unknown;
  /** Threads, at most. */
  readonly size: number;
  /** What a crash is called; a name worth a retry. */
  readonly failure: FailureName;
  readonly deadlineMs?: number;
}

/** Runs a model on threads of its own. A thread that dies fails the text it had, and the next text gets a new one. */
export interface InferencePool {
  /** What the model says of itself. Starts the first thread. */
  traits(): Promise<unknown>;
  /**
   * One value a text, in their order. Urgent calls go before others; among equals, texts of different calls take turns.
   *
   * @throws PipelineFailure as the model does, or the pool's own when a thread dies.
   */
  run(
    texts: readonly string[],
    options: { readonly purpose: Purpose; readonly isUrgent: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<unknown[]>;
  /** Ends all threads and fails what they had. */
  close(): Promise<void>;
}

interface Piece {
  readonly at: number;
  readonly text: string;
}

interface Job extends QueuedJob<Piece> {
  readonly purpose: Purpose;
  settle(at: number, value: unknown): void;
  fail(error: unknown): void;
}

/** A place for a thread. */
interface Slot {
  worker?: Worker | undefined;
  task?: { readonly job: Job; readonly at: number; readonly timer: NodeJS.Timeout } | undefined;
}

export function inferencePool(options: InferencePoolOptions): InferencePool {
  const { size, failure } = options;
  const slots = Array.from({ length: size }, (): Slot => ({}));
  const queue = fairQueue<Piece, Job>();
  const traits = Promise.withResolvers<unknown>();
  traits.promise.catch(() => undefined); // Whoever asks gets the failure; nobody has to ask.
  let isClosed = false;

  const died = () => new PipelineFailure(failure, 'the thread that runs the model ended');
  const pool: Pool = { options, queue, traits, died, dispatch: () => dispatch(pool, slots) };

  return {
    traits: () => {
      const [first] = slots;
      if (first && !isClosed) first.worker ??= spawn(pool, first);
      return traits.promise;
    },

    run: async (texts, { purpose, isUrgent, signal }) => {
      signal?.throwIfAborted();
      if (isClosed) throw died();
      if (texts.length === 0) return [];
      return await new Promise<unknown[]>((resolve, reject) => {
        const job = jobOf(texts, { purpose, isUrgent, signal }, queue, { resolve, reject });
        queue.add(job);
        pool.dispatch();
      });
    },

    close: async () => {
      isClosed = true;
      for (let next = queue.next(); next; next = queue.next()) next.job.fail(died());
      await Promise.all(slots.map(({ worker }) => worker && end(worker)));
    },
  };
}

interface Pool {
  readonly options: InferencePoolOptions;
  readonly queue: FairQueue<Piece, Job>;
  readonly traits: PromiseWithResolvers<unknown>;
  died(): PipelineFailure;
  dispatch(): void;
}

/** One call: it ends with its last text, its first failure or its signal, whichever comes first. */
function jobOf(
  texts: readonly string[],
  { purpose, isUrgent, signal }: Parameters<InferencePool['run']>[1],
  queue: FairQueue<Piece, Job>,
  { resolve, reject }: { resolve(values: unknown[]): void; reject(error: unknown): void },
): Job {
  const values = new Array<unknown>(texts.length);
  let open = texts.length;
  const stop = () => job.fail(signal?.reason);
  const job: Job = {
    purpose,
    isUrgent,
    pieces: texts.map((text, at) => ({ at, text })),
    settle: (at, value) => {
      values[at] = value;
      open -= 1;
      if (open > 0) return;
      signal?.removeEventListener('abort', stop);
      resolve(values);
    },
    fail: (error) => {
      queue.remove(job);
      signal?.removeEventListener('abort', stop);
      reject(error);
    },
  };
  signal?.addEventListener('abort', stop, { once: true });
  return job;
}

/** Gives a text to every thread that has none. */
function dispatch(pool: Pool, slots: readonly Slot[]): void {
  for (const slot of slots) {
    if (slot.task) continue;
    const next = pool.queue.next();
    if (!next) return;
    const { job, piece } = next;
    const worker = slot.worker ?? spawn(pool, slot);
    slot.worker = worker;
    const timer = setTimeout(() => void end(worker), pool.options.deadlineMs ?? DEADLINE_MS);
    slot.task = { job, at: piece.at, timer };
    worker.ref(); // A process ends while its threads are idle, not while they work.
    worker.postMessage({ id: piece.at, text: piece.text, purpose: job.purpose } satisfies InferenceRequest);
  }
}

function spawn(pool: Pool, slot: Slot): Worker {
  const worker = new Worker(pool.options.entry, { workerData: pool.options.workerData });
  const release = () => {
    const { task } = slot;
    clearTimeout(task?.timer);
    slot.task = undefined;
    return task;
  };

  worker.on('message', (message: unknown) => {
    const reply = InferenceReplySchema.parse(message);
    if ('traits' in reply) {
      pool.traits.resolve(reply.traits);
      if (!slot.task) worker.unref();
      return;
    }
    const task = release();
    worker.unref();
    if ('failure' in reply) task?.job.fail(new PipelineFailure(reply.failure.name, reply.failure.message));
    else task?.job.settle(task.at, reply.value);
    pool.dispatch();
  });
  worker.on('error', () => undefined); // `exit` follows. The error itself may repeat a text.
  worker.on('exit', () => {
    pool.traits.reject(pool.died());
    slot.worker = undefined;
    release()?.job.fail(pool.died());
    pool.dispatch();
  });
  return worker;
}

/** Lets a thread end between two runs of its model, for to cut one short ends the process; one that hangs is cut off. */
async function end(worker: Worker): Promise<void> {
  const ended = once(worker, 'exit');
  const timer = setTimeout(() => void worker.terminate(), GRACE_MS);
  worker.ref();
  worker.postMessage({ stop: true } satisfies InferenceRequest);
  await ended;
  clearTimeout(timer);
}
