import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { daemonSender } from '#shared/adapters/aws/daemon-sender.ts';
import { xRayTraces } from '#shared/adapters/aws/x-ray-traces.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import type { ActivityEnd } from '#shared/domain/activity.ts';
import { manualClock } from '../doubles/manual-clock.ts';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const SAMPLED = `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a:b`;
const DOCUMENT = '0123456789abcdef0123456789abcdef';

/** What a run of two seconds sends that ends so. */
function sent(end: ActivityEnd, header: string | undefined = SAMPLED): string[] {
  const datagrams: string[] = [];
  const clock = manualClock();
  const log = xRayTraces({ clock, ids: randomIds, traceHeader: () => header, send: (text) => datagrams.push(text) });
  const tell = log.begin({ function: 'embed', invocationId: 'call-1' });
  clock.advance(2);
  tell(end);
  return datagrams;
}

const documentIn = (datagram = '') => JSON.parse(datagram.split('\n')[1] ?? '');

describe('a trace', () => {
  it('has a subsegment for each run, under the call that Lambda traces, with ids to find it by', () => {
    const [datagram] = sent({ outcome: 'succeeded', tenantId: 'acme', documentId: DOCUMENT, attempt: 2 });

    const start = Date.UTC(2026, 0, 1) / 1_000;
    expect(datagram).toMatch(/^\{"format":"json","version":1\}\n/);
    expect(documentIn(datagram)).toEqual({
      ...{ type: 'subsegment', name: 'embed', trace_id: ROOT, parent_id: '53995c3f42cd8ad8' },
      ...{ id: expect.stringMatching(/^[0-9a-f]{16}$/), start_time: start, end_time: start + 2 },
      annotations: {
        ...{ function: 'embed', invocationId: 'call-1', outcome: 'succeeded' },
        ...{ tenantId: 'acme', documentId: DOCUMENT, attempt: 2 },
      },
    });
  });

  it.each([
    ['our failure', { outcome: 'ModelThrottled', details: { status: 429 } }, { fault: true }],
    ['a defect', { outcome: 'Unexpected' }, { fault: true }],
    ['a wrong request', { outcome: 'NotFound', status: 404 }, { error: true }],
  ] as const)('marks %s', (_what, end, mark) => {
    const [datagram] = sent(end);

    expect(documentIn(datagram)).toMatchObject(mark);
    expect(documentIn(datagram).annotations).not.toHaveProperty('details');
  });

  it('holds no text', () => {
    const [datagram] = sent({ outcome: 'Unexpected', documentId: 'Ana Ruiz.pdf', details: { kind: 'Ana Ruiz' } });

    expect(datagram).not.toMatch(/Ana|Ruiz/);
  });

  it.each([undefined, '', 'Root=1-a;Parent=b;Sampled=0', 'Sampled=1', 'Root=1-a;Sampled=1'])(
    'is not sent for %s',
    (header) => {
      expect(sent({ outcome: 'succeeded' }, header ?? '')).toEqual([]);
    },
  );
});

describe('daemonSender', () => {
  it('sends datagrams to the address that it was given', async () => {
    const daemon = createSocket('udp4');
    onTestFinished(() => void daemon.close());
    daemon.bind(0, '127.0.0.1');
    await once(daemon, 'listening');
    const received = once(daemon, 'message');

    daemonSender(`127.0.0.1:${daemon.address().port}`)('a segment');

    expect(String((await received)[0])).toBe('a segment');
  });
});
