import type { TextExtractor } from '../../ports/text-extractor.ts';
import { type SupervisedWorker, supervisedWorker, type WorkerLimits } from './extraction/supervised-worker.ts';

interface WorkerTextExtractorOptions extends Omit<WorkerLimits, 'memoryMebibytes'> {
  /** The worker's entry: `extraction/extract-worker.ts`, or its bundle beside the caller's. */
  readonly workerUrl: URL;
  /**
   * Of one document, from the moment its turn comes: a number, or one for its size in bytes. Seconds that the thread works,
   * where Node tells them: by the clock it may be three times as many, but not more than two minutes or this.
   */
  readonly deadlineSeconds: number | ((bytes: number) => number);
  /** Characters of all pages together, at most. */
  readonly maxOutputCharacters: number;
  /** Documents read at the same time. */
  readonly workers?: number;
  /** Of each worker: of its JavaScript heap, and again of the buffers beside it. */
  readonly memoryMebibytes?: number;
}

/** Enough for a filing of a thousand pages, seen at 300 MiB, and still within a machine of 4 GiB with one worker. */
const DEFAULT_MEMORY_MEBIBYTES = 1_024;

/**
 * Bytes of heap that a worker may keep while it waits. V8 gives memory back late: one that has read a few filings of fifty
 * pages settles at 160 to 180 MiB, of which 128 are for what is short-lived; long documents leave 200 to 400, for which the
 * steps that come after them have no room. A thread that ends gives back all of it, but the next one has a parser to load,
 * and for a document or two it is half as quick. `npm run bench -- --only pdf` shows what another limit takes, and
 * `npm run test:faults -- test/faults/large-documents.test.ts` what it keeps: 100,000 chunks took 1,162 MiB with 256.
 */
const MAX_IDLE_HEAP_BYTES = 192 * 1024 ** 2;

/** Extracts off the main thread, so that no file can block or end the process. */
export function workerTextExtractor({
  workers = 1,
  memoryMebibytes = DEFAULT_MEMORY_MEBIBYTES,
  maxOutputCharacters,
  ...limits
}: WorkerTextExtractorOptions): TextExtractor & { close(): Promise<void> } {
  const all = new Set<SupervisedWorker>();
  const busy = new Set<SupervisedWorker>();
  const turns = turnstile(workers);

  const take = () => {
    for (const worker of all) if (!worker.isAlive()) all.delete(worker);
    const worker = [...all].find((known) => !busy.has(known)) ?? supervisedWorker({ ...limits, memoryMebibytes });
    all.add(worker);
    busy.add(worker);
    return worker;
  };
  const putBack = async (worker: SupervisedWorker) => {
    if ((await worker.heapBytes()) > MAX_IDLE_HEAP_BYTES) await worker.stop();
    busy.delete(worker);
  };

  return {
    extract: async (bytes, type, signal) => {
      await turns.enter();
      try {
        signal?.throwIfAborted();
        const worker = take();
        return await worker.run({ bytes, type, maxOutputCharacters }, signal).finally(() => putBack(worker));
      } finally {
        turns.leave();
      }
    },
    close: async () => {
      await Promise.all([...all].map((worker) => worker.stop()));
    },
  };
}

/** Lets `places` in at once, the others in their order. */
function turnstile(places: number) {
  const waiting: (() => void)[] = [];
  let free = places;
  return {
    enter: async () => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    leave: () => {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}
