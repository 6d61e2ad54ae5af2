import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { extractionDeadline } from '#infra/local/local-extraction.ts';
import { workerTextExtractor } from '#shared/adapters/portable/worker-text-extractor.ts';

const MISBEHAVING = new URL('../doubles/misbehaving-worker.ts', import.meta.url);

/** Whether this Node tells how long a thread worked. */
const TOLD = 'cpuUsage' in Worker.prototype ? 'work' : 'clock';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((extractor) => extractor.close()));
});

function misbehaving(options: Partial<Parameters<typeof workerTextExtractor>[0]> = {}) {
  const extractor = workerTextExtractor({
    workerUrl: MISBEHAVING,
    deadlineSeconds: 60,
    maxOutputCharacters: 1_000,
    ...options,
  });
  opened.push(extractor);
  return (misdeed: string, signal?: AbortSignal) => extractor.extract(Buffer.from(misdeed), 'text/plain', signal);
}

describe('extraction in a worker', () => {
  it('ends at the deadline, even in a loop that nothing leaves', async () => {
    const extract = misbehaving({ deadlineSeconds: 0.5 });

    await expect(extract('hang')).rejects.toMatchObject({ name: 'ExtractionTimedOut' });
  });

  it('waits longer by the clock for a thread that has not worked so long, as on a busy machine', async () => {
    const extract = misbehaving({ deadlineSeconds: 0.05, busyFactor: 10_000, workedSeconds: async () => 0 });

    await expect(extract('take its time')).resolves.toMatchObject({ pages: [] });
  });

  it.each([
    ['where nobody knows how long it worked', 'clock', { busyFactor: 10_000, workedSeconds: async () => undefined }],
    ['also when it says that it never works', 'clock', { busyFactor: 2, workedSeconds: async () => 0 }],
    ['also when it says nothing', 'clock', { busyFactor: 2, workedSeconds: () => new Promise<number>(() => {}) }],
    ['once it has worked so long', TOLD, { busyFactor: 10_000 }],
  ])('gives up what hangs %s, and says that it was by the %s', async (_what, by, options) => {
    const extract = misbehaving({ deadlineSeconds: 0.1, ...options });

    await expect(extract('hang')).rejects.toMatchObject({ name: 'ExtractionTimedOut', details: { by } });
  });

  it('gives a larger document longer, to a limit', async () => {
    const seen: number[] = [];
    const extract = misbehaving({
      deadlineSeconds: (bytes) => {
        seen.push(bytes);
        return bytes / 8;
      },
    });

    await expect(extract('hang')).rejects.toMatchObject({ details: { deadlineSeconds: 0.5 } });
    expect(seen).toEqual([4]);
    const mebibytes = [0, 2.8, 1_000].map((size) => extractionDeadline(size * 1024 ** 2));
    expect(mebibytes).toEqual([10, 66, 120]);
  });

  it.each([
    ['heap', 'fill the heap'],
    ['buffers', 'fill buffers'],
  ])('ends when the document fills the %s', async (_what, misdeed) => {
    const extract = misbehaving({ memoryMebibytes: 64 });

    await expect(extract(misdeed)).rejects.toMatchObject({ name: 'DocumentTooLarge' });
  });

  it.each(['exit at once', 'throw'])(
    'takes a parser that does %s for a damaged document, and quotes nothing',
    async (misdeed) => {
      const extract = misbehaving();

      const failure = await extract(misdeed).catch((error: unknown) => error);

      expect(failure).toMatchObject({ name: 'DocumentUnreadable' });
      expect(JSON.stringify([String(failure), failure])).not.toContain('quotes');
    },
  );

  it('reads the next document in a new thread when one leaves much memory', async () => {
    const extract = misbehaving();

    const first = await extract('take memory');
    const next = await extract('nothing');

    expect(next.title).not.toBe(first.title);
  });

  it('reads the next document in the same thread when one leaves no more memory than a few do', async () => {
    const extract = misbehaving();

    const first = await extract('take some memory');
    const next = await extract('nothing');

    expect(next.title).toBe(first.title);
  });

  it.each(['exit at once', 'throw', 'fill the heap'])('reads the next document after %s', async (misdeed) => {
    const extract = misbehaving({ memoryMebibytes: 64 });
    const [, next] = await Promise.allSettled([extract(misdeed), extract('nothing')]);

    expect(next).toMatchObject({ status: 'fulfilled' });
  });

  it('stops when the signal is aborted, and reads the next document', async () => {
    const extract = misbehaving();
    const controller = new AbortController();
    const hanging = extract('hang', controller.signal);
    const next = extract('nothing');

    controller.abort();

    await expect(hanging).rejects.toThrow('abort');
    await expect(next).resolves.toMatchObject({ pages: [] });
  });

  it('reads documents side by side with several workers', async () => {
    const extract = misbehaving({ workers: 2 });
    const controller = new AbortController();
    const hanging = extract('hang', controller.signal);

    await expect(extract('nothing')).resolves.toMatchObject({ pages: [] });

    controller.abort();
    await expect(hanging).rejects.toThrow('abort');
  });
});
