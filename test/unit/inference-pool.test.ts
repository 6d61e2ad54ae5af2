import { describe, expect, it, onTestFinished } from 'vitest';
import { inferencePool } from '#shared/adapters/local/inference-pool.ts';

const ENTRY = new URL('../doubles/inference-entry.ts', import.meta.url);
const PASSAGE = { purpose: 'passage', isUrgent: false } as const;
const QUERY = { purpose: 'query', isUrgent: true } as const;

function openPool({ size = 1, model = 'echo', deadlineMs = 60_000 } = {}) {
  const done = new SharedArrayBuffer(4);
  const pool = inferencePool({
    entry: ENTRY,
    workerData: { model, done },
    size,
    failure: 'DetectorUnavailable',
    deadlineMs,
  });
  onTestFinished(() => pool.close());
  return { pool, done: () => new Int32Array(done)[0] };
}

describe('inferencePool', () => {
  it('answers in the order of the texts, over all its threads', async () => {
    const { pool } = openPool({ size: 2 });
    const texts = Array.from({ length: 9 }, (_, at) => `text ${at}`);

    expect(await pool.run(texts, PASSAGE)).toEqual(texts.map((text) => `passage:${text}`));
    expect(await pool.run([], PASSAGE)).toEqual([]);
  });

  it('lets a question pass a large batch', async () => {
    const { pool, done } = openPool();
    const batch = pool.run(
      Array.from({ length: 200 }, (_, at) => `text ${at}`),
      PASSAGE,
    );

    expect(await pool.run(['question'], QUERY)).toEqual(['query:question']);

    expect(done()).toBeLessThan(200);
    expect(await batch).toHaveLength(200);
  });

  it('hands failures over by name, and repeats nothing that a library says', async () => {
    const { pool } = openPool();

    await expect(pool.run(['refuse'], PASSAGE)).rejects.toMatchObject({ name: 'ModelThrottled' });
    const failure: unknown = await pool.run(['throw'], PASSAGE).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'DependencyUnavailable' });
    expect(String(failure)).not.toContain('secret');
  });

  it('fails what a dying thread had, by a name worth a retry, and works on with a new one', async () => {
    const { pool } = openPool();

    const [crashed, next] = await Promise.allSettled([pool.run(['crash'], PASSAGE), pool.run(['next'], PASSAGE)]);

    expect(crashed).toMatchObject({ status: 'rejected', reason: { name: 'DetectorUnavailable' } });
    expect(next).toEqual({ status: 'fulfilled', value: ['passage:next'] });
  });

  it('gives up on a thread that hangs', async () => {
    const { pool } = openPool({ deadlineMs: 1 });
    await pool.traits();

    await expect(pool.run(['hang'], PASSAGE)).rejects.toMatchObject({ name: 'DetectorUnavailable' });
  });

  it('drops the rest of a call that is aborted', async () => {
    const { pool, done } = openPool();
    const controller = new AbortController();
    const batch = pool.run(
      Array.from({ length: 500 }, (_, at) => `text ${at}`),
      { ...PASSAGE, signal: controller.signal },
    );
    await pool.run(['question'], QUERY);

    controller.abort();

    await expect(batch).rejects.toMatchObject({ name: 'AbortError' });
    await pool.run(['after'], PASSAGE);
    expect(done()).toBeLessThan(500);
    await expect(pool.run(['text'], { ...PASSAGE, signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it('says when no thread comes up', async () => {
    const { pool } = openPool({ model: 'dead' });

    await expect(pool.traits()).rejects.toMatchObject({ name: 'DetectorUnavailable' });
  });

  it('fails what is left when it is closed', async () => {
    const { pool } = openPool();
    const left = Promise.allSettled([pool.run(['hang'], PASSAGE), pool.run(['waits'], PASSAGE)]);

    await pool.close();

    expect((await left).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(pool.run(['late'], PASSAGE)).rejects.toMatchObject({ name: 'DetectorUnavailable' });
  });
});
