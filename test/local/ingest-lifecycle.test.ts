import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readmitCollection } from '#infra/local/readmit-collection.ts';
import { retryDocument } from '#infra/local/retry-document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { type IngestStack, ingestStack } from '../doubles/ingest-stack.ts';

const home = mkdtempSync(path.join(tmpdir(), 'affidavit-lifecycle-'));
let ingest: IngestStack;

beforeAll(async () => {
  ingest = await ingestStack(home);
  const { ledger } = ingest.stack.ports;
  const access = ['group:finance', 'group:legal'];
  await ledger.writeCollection({
    tenantId: 'acme',
    collection: 'open',
    access: ['everyone-in-tenant'],
    policy: 'strict',
  });
  await ledger.writeCollection({ tenantId: 'acme', collection: 'closed', access, policy: 'strict' });
});

afterEach(() => {
  expect(ingest.leftovers(), 'raw text, chunks and vectors are gone however a document ended').toEqual([]);
});

afterAll(async () => {
  await ingest.stack.close();
  rmSync(home, { recursive: true, force: true });
});

/** Lets the first document whose text holds the word wait until it is told to go on. */
function holdUp(word: string): { readonly reached: Promise<void>; goOn(): void } {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  ingest.behaviour.beforeEmbed = async (texts) => {
    if (!texts.some((text) => text.includes(word))) return;
    reached.resolve();
    await gate.promise;
  };
  return {
    reached: reached.promise,
    goOn: () => {
      ingest.behaviour.beforeEmbed = async () => {};
      gate.resolve();
    },
  };
}

describe('a document whose bytes are put again', () => {
  it('costs nothing when they are the same', async () => {
    const first = await ingest.put('acme/open/same.txt', 'The rent is due in May.');
    const embedded = ingest.embedded();

    const second = await ingest.put('acme/open/same.txt', 'The rent is due in May.');

    expect(second).toMatchObject({ status: 'published', live: { ...first.live, date: second.source?.date } });
    expect(second.source?.versionId).not.toBe(first.source?.versionId);
    expect(ingest.embedded()).toBe(embedded);
  });

  it('is published anew when one of them changed, and nothing of the old text is left', async () => {
    const first = await ingest.put('acme/open/byte.txt', 'The rate is 4 percent.');

    const second = await ingest.put('acme/open/byte.txt', 'The rate is 5 percent.');

    expect(second.live?.attempt).toBe((first.live?.attempt ?? 0) + 1);
    expect(await ingest.chunks('acme/open/byte.txt')).toEqual(['The rate is 5 percent.']);
  });

  it('ends at A after A, B and A again', async () => {
    for (const letter of ['A', 'B', 'A']) await ingest.put('acme/open/aba.txt', `Clause ${letter} applies.`);

    expect(await ingest.record('acme/open/aba.txt')).toMatchObject({ status: 'published', live: { attempt: 3 } });
    expect(await ingest.chunks('acme/open/aba.txt')).toEqual(['Clause A applies.']);
  });

  it('changes who finds it without embedding anything when only the access is another', async () => {
    const place = 'acme/closed/access.txt';
    await ingest.put(place, 'Severance amounts to zebra.');
    const embedded = ingest.embedded();
    const before = await ingest.found('acme', ['legal'], 'zebra');

    await ingest.put(place, 'Severance amounts to zebra.', 'group:finance');

    expect(before).toEqual([ingest.idOf(place)]);
    expect(ingest.embedded()).toBe(embedded);
    const during = [await ingest.found('acme', ['legal'], 'zebra'), await ingest.found('acme', ['finance'], 'zebra')];
    expect(during).toEqual([[], [ingest.idOf(place)]]);
  });
});

describe('a new version with another access', () => {
  it('takes the old one away from whom it leaves out at once, and lets others in only once it is published', async () => {
    const place = 'acme/closed/waiting.txt';
    await ingest.put(place, 'First giraffe.', 'group:finance');
    const held = holdUp('Second');

    await ingest.write(place, 'Second giraffe.', 'group:legal');
    await held.reached;
    const during = [
      await ingest.found('acme', ['finance'], 'giraffe'),
      await ingest.found('acme', ['legal'], 'giraffe'),
    ];
    held.goOn();
    await ingest.stack.settled();

    expect(during).toEqual([[], []]);
    expect(await ingest.found('acme', ['finance'], 'giraffe')).toEqual([]);
    expect(await ingest.found('acme', ['legal'], 'giraffe')).toEqual([ingest.idOf(place)]);
  });

  it('never shows the old one more widely when it is rejected', async () => {
    const place = 'acme/closed/wider.txt';
    await ingest.put(place, 'Only finance reads okapi.', 'group:finance');

    const record = await ingest.put(place, new Uint8Array([0, 1, 2, 3]));

    expect(record).toMatchObject({ status: 'rejected', failure: { name: 'MediaTypeUnsupported' } });
    expect(await ingest.found('acme', ['legal'], 'okapi')).toEqual([]);
    expect(await ingest.found('acme', ['finance'], 'okapi')).toEqual([ingest.idOf(place)]);
  });
});

describe('a version that is overtaken while it runs', () => {
  it('leaves no chunk behind', async () => {
    const held = holdUp('Slow');
    await ingest.write('acme/open/race.txt', 'Slow walrus.');
    await held.reached;

    await ingest.write('acme/open/race.txt', 'Fast walrus.');
    await ingest.stack.pause();
    held.goOn();
    await ingest.stack.settled();

    expect(await ingest.record('acme/open/race.txt')).toMatchObject({ status: 'published', live: { attempt: 2 } });
    expect(await ingest.chunks('acme/open/race.txt')).toEqual(['Fast walrus.']);
  });

  it('stays away when the document is deleted meanwhile', async () => {
    const held = holdUp('Doomed');
    await ingest.write('acme/open/doomed.txt', 'Doomed narwhal.');
    await held.reached;

    await ingest.remove('acme/open/doomed.txt');
    held.goOn();
    await ingest.stack.settled();

    expect(await ingest.record('acme/open/doomed.txt')).toMatchObject({ status: 'deleted' });
    expect(await ingest.chunks('acme/open/doomed.txt')).toEqual([]);
    expect(await ingest.found('acme', [], 'narwhal')).toEqual([]);
  });
});

describe('a document that goes', () => {
  it('is found no more, and comes back as a new attempt when it is created again', async () => {
    await ingest.put('acme/open/phoenix.txt', 'A phoenix.');
    await ingest.remove('acme/open/phoenix.txt');
    await ingest.stack.settled();
    const whenGone = await ingest.found('acme', [], 'phoenix');

    const again = await ingest.put('acme/open/phoenix.txt', 'A phoenix.');

    expect(whenGone).toEqual([]);
    expect(again).toMatchObject({ status: 'published', live: { attempt: 2 } });
    expect(await ingest.found('acme', [], 'phoenix')).toEqual([ingest.idOf('acme/open/phoenix.txt')]);
  });

  it('is another one under another name', async () => {
    await ingest.put('acme/open/old-name.txt', 'A renamed tapir.');

    await ingest.write('acme/open/new-name.txt', 'A renamed tapir.');
    await ingest.remove('acme/open/old-name.txt');
    await ingest.stack.settled();

    expect(await ingest.found('acme', [], 'tapir')).toEqual([ingest.idOf('acme/open/new-name.txt')]);
    expect(await ingest.record('acme/open/old-name.txt')).toMatchObject({ status: 'deleted' });
  });
});

describe('a document that does not pass', () => {
  it('is held in a language without a name detector, and released under a policy that keeps names, for good', async () => {
    const place = 'acme/open/bail.txt';
    const text = 'Le locataire doit payer le loyer avant le premier jour de chaque mois, sans autre avis du bailleur.';
    const held = await ingest.put(place, text);
    const chunksWhenHeld = await ingest.chunks(place);

    await retryDocument(ingest.stack, 'acme', held.documentId, 'identifiers');
    await ingest.stack.announce(`tenants/${place}`);
    await ingest.stack.settled();

    expect(held).toMatchObject({ status: 'held', failure: { name: 'LanguageUnsupported', step: 'redact' } });
    expect(chunksWhenHeld).toEqual([]);
    expect(await ingest.record(place)).toMatchObject({ status: 'published', live: { policy: 'identifiers' } });
  });

  it('is rejected with its reason, and published once the file is mended', async () => {
    const rejected = await ingest.put('acme/open/mended.txt', '');

    const mended = await ingest.put('acme/open/mended.txt', 'Now it has text.');

    expect(rejected).toMatchObject({ status: 'rejected', failure: { name: 'DocumentEmpty', step: 'identify' } });
    expect(mended.status).toBe('published');
    expect(mended.failure).toBeUndefined();
  });

  it('waits outside while its tenant or collection is unknown, and goes through once that is declared', async () => {
    const unknown = await ingest.put('globex/papers/a.txt', 'Nobody declared an ibex.');
    const undeclared = await ingest.put('acme/papers/a.txt', 'Nobody declared an ibex.');
    const before = await ingest.found('globex', [], 'ibex');

    const rule = {
      tenantId: 'globex',
      collection: 'papers',
      access: ['everyone-in-tenant'],
      policy: 'strict',
    } as const;
    await ingest.stack.ports.ledger.writeCollection(rule);
    const count = await readmitCollection(ingest.stack, 'globex', 'papers');

    expect(unknown).toMatchObject({ status: 'rejected', failure: { name: 'TenantUnknown', step: 'admit' } });
    expect(undeclared).toMatchObject({ status: 'rejected', failure: { name: 'CollectionUndeclared', step: 'admit' } });
    expect([before, count]).toEqual([[], 1]);
    expect(await ingest.record('globex/papers/a.txt')).toMatchObject({ status: 'published' });
    expect(await ingest.found('globex', [], 'ibex')).toEqual([ingest.idOf('globex/papers/a.txt')]);
  });
});

describe('events', () => {
  it('that come ten times and in disorder give one execution each', async () => {
    const places = ['a', 'b', 'c'].map((name) => `acme/open/event-${name}.txt`);
    const held = holdUp('event');
    await Promise.all(places.map((place) => ingest.write(place, `An event at ${place}.`)));
    const keys = places.map((place) => `tenants/${place}`);
    const again = Array.from({ length: 10 }, (_, round) => keys.map((_key, at) => keys[(at * 2 + round) % 3] ?? ''));

    for (const key of again.flat()) await ingest.stack.announce(key);
    await held.reached;
    held.goOn();
    await ingest.stack.settled();
    for (const key of keys) await ingest.stack.announce(key);
    await ingest.stack.settled();

    expect(await Promise.all(places.map(ingest.executions))).toEqual([1, 1, 1]);
  });
});

describe('models that fail', () => {
  const failure = (name: 'ModelThrottled' | 'DetectorUnavailable') => new PipelineFailure(name, 'told to fail');

  it('twice and then work cost two retries and no document', async () => {
    let left = 2;
    ingest.behaviour.beforeEmbed = async (texts) => {
      if (!texts.some((text) => text.includes('lemur')) || left === 0) return;
      left -= 1;
      throw failure('ModelThrottled');
    };

    const record = await ingest.put('acme/open/throttled.txt', 'A throttled lemur.');

    expect([record.status, left]).toEqual(['published', 0]);
  });

  it('always, when they embed, leave the document rejected by their name; sent again it is published', async () => {
    ingest.behaviour.beforeEmbed = async (texts) => {
      if (texts.some((text) => text.includes('quokka'))) throw failure('ModelThrottled');
    };
    const rejected = await ingest.put('acme/open/down.txt', 'A quokka out of reach.');
    ingest.behaviour.beforeEmbed = async () => {};

    await retryDocument(ingest.stack, 'acme', rejected.documentId);

    expect(rejected).toMatchObject({ status: 'rejected', failure: { name: 'ModelThrottled', step: 'classify' } });
    expect(await ingest.record('acme/open/down.txt')).toMatchObject({ status: 'published', live: { attempt: 2 } });
  });

  it('always, when they find names, leave the document held: nothing passes that was not looked at', async () => {
    ingest.behaviour.beforeFind = async () => {
      throw failure('DetectorUnavailable');
    };
    const held = await ingest.put('acme/open/unseen.txt', 'Ana Ruiz feeds the capybara.');
    const chunksWhenHeld = await ingest.chunks('acme/open/unseen.txt');
    ingest.behaviour.beforeFind = async () => {};

    await retryDocument(ingest.stack, 'acme', held.documentId);

    expect(held).toMatchObject({ status: 'held', failure: { name: 'DetectorUnavailable', step: 'redact' } });
    expect(held.live).toBeUndefined();
    expect(chunksWhenHeld).toEqual([]);
    expect(await ingest.chunks('acme/open/unseen.txt')).toEqual([
      expect.stringMatching(/^\[PERSON:.*feeds the capybara/),
    ]);
  });
});
