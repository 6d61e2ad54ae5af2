import { describe, expect, it } from 'vitest';
import type { ObjectEvent } from '#shared/domain/object-event.ts';
import type { AdmissionQueue } from '#shared/ports/admission-queue.ts';
import type { PortSuite } from './port-suite.ts';

const EVENT: ObjectEvent = { bucket: 'documents', key: 'tenants/acme/inbox/a.txt', sequencer: '01' };

/** A queue, and what comes out at its other end: all that is in it, at most ten, each once. */
interface QueueUnderTest {
  readonly queue: AdmissionQueue;
  received(): Promise<readonly ObjectEvent[]>;
}

/** What every admission queue keeps to. `create` gives an empty one. */
export function admissionQueueSuite({ name, create }: PortSuite<QueueUnderTest>): void {
  describe(`AdmissionQueue, ${name}`, () => {
    it('hands on the event as it was sent', async () => {
      const { queue, received } = await create();
      const { sequencer: _sequencer, ...withoutSequencer } = EVENT;

      await queue.send(EVENT, 'acme');
      await queue.send({ ...withoutSequencer, key: 'tenants/acme/inbox/ümlaut "b".txt' }, 'acme');

      const events = await received();
      expect(events).toHaveLength(2);
      expect(events).toEqual(
        expect.arrayContaining([EVENT, { ...withoutSequencer, key: 'tenants/acme/inbox/ümlaut "b".txt' }]),
      );
    });

    it('hands on the events of every tenant', async () => {
      const { queue, received } = await create();

      for (const tenantId of ['acme', 'globex'])
        await queue.send({ ...EVENT, key: `tenants/${tenantId}/i/a` }, tenantId);

      expect(new Set((await received()).map(({ key }) => key))).toEqual(
        new Set(['tenants/acme/i/a', 'tenants/globex/i/a']),
      );
    });

    it('stops when the signal is aborted', async () => {
      const { queue, received } = await create();

      await expect(queue.send(EVENT, 'acme', AbortSignal.abort())).rejects.toThrow();

      expect(await received()).toEqual([]);
    });
  });
}
