import { parentPort, threadId } from 'node:worker_threads';

/** Does in the place of a parser what a file may make one do: the request's bytes say what. */
const MISDEEDS: Readonly<Record<string, () => void>> = {
  hang: () => {
    for (;;) Math.random();
  },
  'fill the heap': () => {
    const kept: unknown[] = [];
    for (;;) kept.push(Array.from({ length: 1_000 }, Math.random));
  },
  'fill buffers': () => {
    const kept: Uint8Array[] = [];
    setInterval(() => kept.push(new Uint8Array(16 * 1024 * 1024).fill(1)), 1);
  },
  'take memory': () => {
    const kept = Array.from({ length: 400 }, () => Array.from({ length: 100_000 }, Math.random));
    answer();
    setInterval(() => kept.length, 60_000);
  },
  // 80 to 115 MiB as V8 counts it, for what is young and large may count twice: well below the limit of a waiting worker.
  'take some memory': () => {
    const kept = Array.from({ length: 50 }, () => new Array<number>(100_000).fill(1));
    answer();
    setInterval(() => kept.length, 60_000);
  },
  'take its time': () => {
    setTimeout(answer, 300);
  },
  'exit at once': () => process.exit(1),
  throw: () => {
    throw new TypeError('quotes the document');
  },
};

parentPort?.on('message', ({ bytes }: { readonly bytes: Uint8Array }) => {
  const misdeed = MISDEEDS[Buffer.from(bytes).toString()];
  if (misdeed) misdeed();
  else answer();
});

/** A document that is named after the thread. */
function answer(): void {
  parentPort?.postMessage({ document: { title: `${threadId}`, paged: false, pages: [] } });
}
