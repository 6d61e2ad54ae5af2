import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { s3DocumentStore } from '#shared/adapters/aws/s3-document-store.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { describeServices } from './describe-services.ts';
import { answer, startFaultProxy } from './fault-proxy.ts';
import type { RunningServer } from './running-server.ts';
import { serviceBuckets } from './service-buckets.ts';

const KEY = 'tenants/acme/inbox/report.txt';
const BYTES = new TextEncoder().encode('text');

/** More than S3 lists or deletes in one call, which is a thousand. */
const MANY = 1_005;

/** Does `work` for each number, some at a time. */
async function forMany(count: number, work: (at: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += 50) {
    await Promise.all(Array.from({ length: Math.min(50, count - from) }, (_, at) => work(from + at)));
  }
}

describeServices(['s3Mock'], ({ s3Mock }) => {
  const { client, emptyBucket } = serviceBuckets(s3Mock);
  const proxies: RunningServer[] = [];
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });

  it('removes a folder of artifacts that is more than one page', async () => {
    const store = s3ArtifactStore({ client, bucket: await emptyBucket({ versioned: false }) });
    await forMany(MANY, (at) => store.write(`work/acme/d1/v1-1/${String(at).padStart(5, '0')}.json`, {}));
    await store.write('work/acme/d10/v1-1/0.json', {});

    await store.removeUnder('work/acme/d1/');

    expect(await store.folders('work/acme/d1/')).toEqual([]);
    expect(await store.read('work/acme/d10/v1-1/0.json', z.object({}))).toEqual({});
  });

  it('removes every version of a key that has many, markers too, and no sibling', async () => {
    const store = s3DocumentStore({ client, bucket: await emptyBucket({ versioned: true }), clock: systemClock });
    for (let at = 0; at < 30; at += 1) await store.write(KEY, BYTES);
    const sibling = await store.write(`${KEY}.bak`, BYTES);

    await store.remove(KEY);

    expect(await store.head(KEY)).toEqual({ state: 'absent' });
    expect(await store.head(`${KEY}.bak`)).toMatchObject({ versionId: sibling.versionId });
  });

  it('503 SlowDown and a lost answer: the object is stored all the same', async () => {
    let calls = 0;
    const proxy = await startFaultProxy(s3Mock, async (request, forward) => {
      calls += 1;
      if (calls === 1) return answer(503, { 'content-type': 'application/xml' });
      const answered = await forward(request);
      if (calls === 2) throw new Error('the line broke');
      return answered;
    });
    proxies.push(proxy);
    const bucket = await emptyBucket({ versioned: true });
    const store = s3DocumentStore({ client: serviceBuckets(proxy.endpoint).client, bucket, clock: systemClock });

    const { versionId } = await store.write(KEY, BYTES, { access: 'group:finance' });

    expect(calls).toBe(3);
    expect(await store.head(KEY)).toMatchObject({ state: 'present', versionId, bytes: 4, access: 'group:finance' });
    expect(await store.read(KEY, versionId, 10)).toEqual(Buffer.from(BYTES));
  });
});
