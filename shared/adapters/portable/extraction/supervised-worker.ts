import { Worker } from 'node:worker_threads';
import type { ExtractedDocument } from '../../../domain/extraction.ts';
import { PipelineFailure } from '../../../domain/failures.ts';
import { documentOf, type ExtractionAnswer, type ExtractionRequest } from './extraction-messages.ts';
import { type DeadlineOptions, type SpentBy, watchDeadline } from './watch-deadline.ts';

export interface WorkerLimits extends Omit<DeadlineOptions, 'deadlineSeconds'> {
  readonly workerUrl: URL;
  /** Of one document, by the work of the thread: a number, or one for its size in bytes. */
  readonly deadlineSeconds: number | ((bytes: number) => number);
  /** Of the JavaScript heap, and again of the buffers beside it. */
  readonly memoryMebibytes: number;
}

export interface SupervisedWorker {
  /** Runs one request, one at a time. A worker that failed other than by an answer is dead. */
  run(request: ExtractionRequest, signal: AbortSignal | undefined): Promise<ExtractedDocument>;
  isAlive(): boolean;
  /** Bytes that its heap keeps of the machine; 0 when it is dead. */
  heapBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** Milliseconds between looks at the buffers that V8's own limit leaves out: a bomb fills some hundred MiB meanwhile. */
const MEMORY_CHECK_MILLISECONDS = 200;

/** A thread that is killed when it takes too long or too much. */
export function supervisedWorker({
  workerUrl,
  deadlineSeconds: deadline,
  memoryMebibytes,
  ...looks
}: WorkerLimits): SupervisedWorker {
  const worker = new Worker(workerUrl, {
    resourceLimits: { maxOldGenerationSizeMb: memoryMebibytes },
    env: {}, // A parser of files from outside needs no secrets.
    stdout: true, // What libraries print may quote the document.
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  worker.unref();
  let alive = true;
  worker.once('exit', () => {
    alive = false;
  });

  return {
    isAlive: () => alive,
    heapBytes: () =>
      worker.getHeapStatistics().then(
        (heap) => heap.total_heap_size,
        () => 0,
      ),
    stop: async () => {
      await worker.terminate();
    },
    run: async (request, signal) => {
      const watch = watchMemory(worker, memoryMebibytes);
      const deadlineSeconds = typeof deadline === 'number' ? deadline : deadline(request.bytes.length);
      worker.ref();
      try {
        const answer = await answerOf(worker, request, { ...looks, deadlineSeconds }, signal).catch((error) => {
          alive = false;
          throw watch.isExceeded() ? tooLarge() : error;
        });
        return documentOf(answer);
      } finally {
        watch.stop();
        worker.unref();
      }
    },
  };
}

/** The worker's answer; whatever comes instead of one ends the worker. */
function answerOf(
  worker: Worker,
  request: ExtractionRequest,
  deadline: DeadlineOptions,
  signal: AbortSignal | undefined,
): Promise<ExtractionAnswer> {
  const ended = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<ExtractionAnswer>();
  const kill = (reason: unknown) => {
    reject(reason);
    worker.terminate();
  };
  const watch = watchDeadline(worker, deadline, (by) => kill(timedOut(deadline, by)));
  const onMessage = (answer: ExtractionAnswer) => resolve(answer);
  const onError = (error: Error) => kill(crash(error));
  const onExit = () => reject(new PipelineFailure('DocumentUnreadable', 'the parser stopped'));
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  signal?.addEventListener('abort', () => kill(signal.reason), { signal: ended.signal });

  // A copy of the view alone: buffers are often slices of a larger pool, all of which would travel.
  const bytes = Uint8Array.from(request.bytes);
  worker.postMessage({ ...request, bytes }, [bytes.buffer]);
  return promise.finally(() => {
    watch.stop();
    ended.abort();
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
  });
}

function timedOut({ deadlineSeconds }: DeadlineOptions, by: SpentBy): PipelineFailure {
  return new PipelineFailure('ExtractionTimedOut', 'extraction ran into its deadline', {
    details: { deadlineSeconds, by },
  });
}

function tooLarge(): PipelineFailure {
  return new PipelineFailure('DocumentTooLarge', 'the document does not fit into memory');
}

function crash(error: Error): PipelineFailure {
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return tooLarge();
  return new PipelineFailure('DocumentUnreadable', 'the parser crashed', { details: { kind: error.name } });
}

/** Kills the worker when its buffers outgrow the limit. */
function watchMemory(worker: Worker, memoryMebibytes: number) {
  let isExceeded = false;
  const timer = setInterval(async () => {
    const { external_memory: bytes } = await worker.getHeapStatistics().catch(() => ({ external_memory: 0 }));
    if (bytes <= memoryMebibytes * 1024 * 1024) return;
    isExceeded = true;
    await worker.terminate();
  }, MEMORY_CHECK_MILLISECONDS);
  return { isExceeded: () => isExceeded, stop: () => clearInterval(timer) };
}
