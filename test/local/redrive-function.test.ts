import { expect, it } from 'vitest';
import { createHandler } from '#functions/redrive/handler.ts';
import { localContext } from '#infra/local/local-function.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { rejectedPlaces } from './redrive-scenario.ts';

const EVENT = { tenantId: 'local', reason: 'ModelThrottled' } as const;
const CONTEXT = localContext(60);

it('sends again what failed for that reason since that time, for an operator who calls it', async () => {
  const ingest = await ingestStack(temporaryFolder());
  const places = await rejectedPlaces(ingest, 3);
  const handler = createHandler(ingest.stack.ports);
  const call = (changes: object) => handler({ ...EVENT, ...changes } as never, CONTEXT); // As an operator writes it.

  const later = await call({ since: new Date(Date.now() + 60_000).toISOString() });
  const dry = await call({ dryRun: true });
  const sent = await call({});
  const again = await call({});
  await ingest.stack.settled();
  const records = await Promise.all(places.map((place) => ingest.record(place)));
  await ingest.stack.close();

  expect(later).toEqual({ isFinished: true, matched: 0, sent: 0, skipped: 0 });
  expect(dry).toEqual({ isFinished: true, matched: 3, sent: 0, skipped: 0 });
  expect([sent, again]).toMatchObject([
    { matched: 3, sent: 3 },
    { matched: 0, sent: 0 },
  ]);
  expect(records.map(({ status, attempt }) => [status, attempt])).toEqual(Array(3).fill(['published', 2]));
});

it('is cut short before its time is over, and goes on the next time', async () => {
  const ingest = await ingestStack(temporaryFolder());
  const places = await rejectedPlaces(ingest, 2);
  const { ports } = ingest.stack;
  let written = 0;
  const writeDocument: typeof ports.ledger.writeDocument = (record, signal) => {
    written += 1;
    if (written === 1) return ports.ledger.writeDocument(record, signal);
    return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('cut short'))));
  };
  const outOfTime = { ...CONTEXT, getRemainingTimeInMillis: () => 5_050 };

  const short = await createHandler({ ...ports, ledger: { ...ports.ledger, writeDocument } })(
    EVENT as never,
    outOfTime,
  ); // As above.
  const whole = await createHandler(ports)(EVENT as never, CONTEXT); // As above.
  await ingest.stack.settled();
  const records = await Promise.all(places.map((place) => ingest.record(place)));
  await ingest.stack.close();

  expect(short).toEqual({ isFinished: false });
  expect(whole).toMatchObject({ isFinished: true, skipped: 0 });
  expect(records.map(({ status, attempt }) => [status, attempt])).toEqual(Array(2).fill(['published', 2]));
});

it.each([
  ['no reason', { tenantId: 'local' }],
  ['a reason that is none', { tenantId: 'local', reason: 'Tired' }],
  ['more than it knows', { ...EVENT, force: true }],
])('refuses an event with %s', async (_what, event) => {
  const ingest = await ingestStack(temporaryFolder());

  const refused = createHandler(ingest.stack.ports)(event as never, CONTEXT); // That is what is wrong with it.

  await expect(refused).rejects.toMatchObject({ name: 'InputInvalid' });
  await ingest.stack.close();
});
