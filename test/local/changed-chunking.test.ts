import { expect, it } from 'vitest';
import { chunkingNamed } from '#shared/domain/chunking-policy.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const PLACE = 'local/inbox/walrus.txt';
const TEXT = Array.from({ length: 30 }, (_, at) => `The walrus number ${at} swims far out at sea today.`).join(' ');

/** The stack over a state folder, with another setting than the one before had. */
const cutBy = (home: string, name: string) =>
  ingestStack(home, { decorate: (ports) => ({ ...ports, chunking: chunkingNamed(name) }) });

it('cuts documents anew once the setting changed, and only then, with what was live found until the end', async () => {
  const home = temporaryFolder();
  const first = await cutBy(home, 'structure-200');
  const before = await first.put(PLACE, TEXT);
  await first.stack.close();

  const second = await cutBy(home, 'parent-child-60-of-200');
  await second.stack.settled();
  const after = await second.record(PLACE);
  const embedded = second.embedded();
  const found = await second.found('local', [], 'walrus');
  const texts = await second.chunks(PLACE);
  await second.stack.close();

  const third = await cutBy(home, 'parent-child-60-of-200');
  await third.stack.settled();
  const same = await third.record(PLACE);
  await third.stack.close();

  expect(before.live?.chunking).toBe('structure-200');
  expect(after).toMatchObject({ status: 'published', attempt: 2, live: { chunking: 'parent-child-60-of-200' } });
  expect(embedded).toBeGreaterThan(before.live?.chunks ?? 0);
  expect(new Set(found)).toEqual(new Set([second.idOf(PLACE)]));
  expect(new Set(texts).size).toBeLessThan(texts.length);
  expect(same).toEqual(after);
});
