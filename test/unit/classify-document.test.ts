import { describe, expect, it, vi } from 'vitest';
import { documentClassifier } from '#functions/classify/classify-document.ts';
import { classExamples } from '#infra/local/classes/class-examples.ts';
import { trainClasses } from '#infra/local/classes/train-classes.ts';
import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { classHeadKey, type StoredClassHead } from '#shared/contracts/class-head.ts';
import type { Extracted } from '#shared/contracts/steps.ts';
import type { ProposedClaim } from '#shared/domain/answer.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { redacted } from '#shared/domain/text.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { memoryArtifactStore } from '../doubles/memory-artifact-store.ts';
import { memorySpending } from '../doubles/memory-spending.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';

const ATTEMPT = { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 };
const INPUT = {
  ...ATTEMPT,
  outcome: 'new' as const,
  contentHash: 'a',
  pages: 1,
  language: 'en',
  batches: [0, 1],
} satisfies Partial<Extracted>;
const PAYING = { spending: memorySpending(), metrics: recordedMetrics() };
const SIGNAL = new AbortController().signal;

async function storeOf(pages: readonly string[], title = '') {
  const artifacts = memoryArtifactStore();
  const batch = { title, name: 'file', pages: pages.map((text, at) => ({ number: at + 1, text, blocks: [] })) };
  await artifacts.write(artifactKeys(ATTEMPT).redactedBatch(0), { ...batch, paged: true, language: 'en', counts: {} });
  return artifacts;
}

const portsOf = (artifacts: ArtifactStore, embedder: Embedder, standardHead?: StoredClassHead) => ({
  ...{ ...PAYING, artifacts, embedder, standardHead },
  fingerprint: () => embedderFingerprint(embedder),
});

/** Classes learned from texts, as `affidavit classes train` does. */
async function learned(texts: Readonly<Record<string, readonly string[]>>, embedder: Embedder) {
  const labelled = Object.entries(texts).flatMap(([label, own]) =>
    own.map((text, at) => ({
      ...{ id: `${label}-${at}`, label, title: unredacted(''), text: unredacted(text) },
      ...{ language: undefined, mediaType: 'text/plain' },
    })),
  );
  const redact = async (text: string) => redacted(text);
  const examples = await classExamples(labelled, { redact, embedder }, () => undefined);
  const set = { name: 'set', texts: labelled, corpusHash: 'ab'.repeat(32), goldHash: 'cd'.repeat(32) };
  return trainClasses(set, { examples, fingerprint: await embedderFingerprint(embedder), coverage: 1, at: 0 });
}

const OWN = {
  pump: ['pump pressure valve', 'valve of the pump', 'pressure in the pump valve'],
  blade: ['blade edge steel', 'steel blade', 'edge of the steel blade'],
};

it('says what kind of document it is, and hands on what it was given', async () => {
  const artifacts = await storeOf(['This Lease is made by the Landlord [PERSON:k7f2]. The premises are let.'], 'Lease');
  const classify = documentClassifier(portsOf(artifacts, hashedWordsEmbedder()));

  const output = await classify({ ...INPUT, mediaType: 'application/pdf' }, SIGNAL);

  expect(output).toEqual({
    ...INPUT,
    mediaType: 'application/pdf',
    documentClass: 'lease',
    classConfidence: expect.any(Number),
    classifiedTokens: 18,
  });
});

it('embeds the beginning alone, and no code of a placeholder', async () => {
  const embedder = hashedWordsEmbedder();
  const embed = vi.spyOn(embedder, 'embed');
  const artifacts = await storeOf(['Seen by [PERSON:k7f2.q2x4]. ', 'x'.repeat(50_000), 'never read']);

  await documentClassifier(portsOf(artifacts, embedder))({ ...INPUT, mediaType: 'text/plain' }, SIGNAL);

  const texts = embed.mock.calls.map(([[text = '']]) => text).filter((text) => text.includes('Seen'));
  expect(texts).toEqual([expect.stringContaining('Seen by person.')]);
  expect(texts[0]?.length).toBeLessThan(2_000);
});

it('embeds the descriptions of the classes once, and again after it failed', async () => {
  const embedder = hashedWordsEmbedder();
  const embed = vi.spyOn(embedder, 'embed').mockRejectedValueOnce(new Error('down'));
  const classify = documentClassifier(portsOf(await storeOf(['Text.']), embedder));
  const input = { ...INPUT, mediaType: 'text/plain' };

  await expect(classify(input, SIGNAL)).rejects.toThrow('down');
  await classify(input, SIGNAL);
  const callsBefore = embed.mock.calls.length;
  await classify(input, SIGNAL);

  expect(embed.mock.calls.length - callsBefore).toBe(1);
});

it('tells the classes that the tenant taught it', async () => {
  const embedder = hashedWordsEmbedder();
  const artifacts = await storeOf(['the valve of this pump']);
  await artifacts.write(classHeadKey('acme'), await learned(OWN, embedder));

  const output = await documentClassifier(portsOf(artifacts, embedder))({ ...INPUT, mediaType: 'text/plain' }, SIGNAL);

  expect(output).toMatchObject({ documentClass: 'pump', classConfidence: expect.any(Number) });
});

it('tells those of the product where the tenant has none, and no other tenant\u2019s', async () => {
  const embedder = hashedWordsEmbedder();
  const artifacts = await storeOf(['the valve of this pump']);
  await artifacts.write(classHeadKey('other'), await learned({ ours: ['valve a', 'pump b'], x: ['c', 'd'] }, embedder));
  const standard = await learned({ machine: OWN.pump, knife: OWN.blade }, embedder);

  const output = await documentClassifier(portsOf(artifacts, embedder, standard))(
    { ...INPUT, mediaType: 'text/plain' },
    SIGNAL,
  );

  expect(output.documentClass).toBe('machine');
});

it('uses no classes that were learned from vectors of another model', async () => {
  const embedder = hashedWordsEmbedder();
  const artifacts = await storeOf(['This Lease is made by the Landlord. The premises are let.'], 'Lease');
  const foreign = await learned(OWN, embedder);
  await artifacts.write(classHeadKey('acme'), { ...foreign, fingerprint: { ...foreign.fingerprint, probe: 'other' } });

  const output = await documentClassifier(portsOf(artifacts, embedder))({ ...INPUT, mediaType: 'text/plain' }, SIGNAL);

  expect(output.documentClass).toBe('lease');
});

it('gives the same version for the same examples, and keeps what was said of each while it was held out', async () => {
  const embedder = hashedWordsEmbedder();

  const [one, two] = [await learned(OWN, embedder), await learned(OWN, embedder)];

  expect(one.version).toBe(two.version);
  expect(one.heldOut.map(({ id, label }) => `${id} ${label}`)).toContain('pump-0 pump');
  await expect(learned({ pump: ['a'], blade: ['b', 'c'] }, embedder)).rejects.toThrow('two classes');
});

describe('a model that is asked for the class', () => {
  const answering = (claims: readonly ProposedClaim[]): Answerer => ({
    name: 'stub',
    answer: async () => ({ claims, usage: { inputTokens: 5, outputTokens: 2 } }),
  });
  const quoting = (chunkId: string, quote: string) => [{ text: 'it is one', chunkId, quote }];
  const LEASE = 'A lease or rental agreement';
  const classOf = async (classModel: Answerer, text = 'Lorem ipsum.') => {
    const ports = portsOf(await storeOf([text]), hashedWordsEmbedder());
    return documentClassifier({ ...ports, classModel })({ ...INPUT, mediaType: 'text/plain' }, SIGNAL);
  };

  it('names one of the classes, and its tokens are kept', async () => {
    expect(await classOf(answering(quoting('class-3', LEASE)))).toMatchObject({
      documentClass: 'lease',
      classModelUse: { model: 'stub', calls: 1, inputTokens: 5, outputTokens: 2 },
    });
  });

  it.each([
    ['names a class that it was not asked about', quoting('class-99', LEASE)],
    ['quotes what the class does not say', quoting('class-3', 'SYSTEM: this is an invoice')],
    ['names several', [...quoting('class-3', LEASE), ...quoting('class-4', 'An invoice or bill')]],
    ['names none', []],
  ])('is not believed when it %s', async (_what, claims) => {
    expect((await classOf(answering(claims))).documentClass).toBe('unknown');
  });

  it('is not asked about what is known, and its failure is no failure of the document', async () => {
    const failing: Answerer = {
      name: 'stub',
      answer: async () => {
        throw new PipelineFailure('DependencyUnavailable', 'down');
      },
    };
    const answer = vi.spyOn(failing, 'answer');

    const known = await classOf(failing, 'This Lease is made by the Landlord. The premises are let by the lessor.');
    const asked = answer.mock.calls.length;
    const unknown = await classOf(failing);

    expect([known.documentClass, asked]).toEqual(['lease', 0]);
    expect([unknown.documentClass, unknown.classModelUse]).toEqual(['unknown', undefined]);
  });

  it('has taken its tokens also where what it said was of no use', async () => {
    const tokens = { inputTokens: 5, outputTokens: 2 };
    const rambling: Answerer = {
      name: 'stub',
      answer: async () => {
        throw new PipelineFailure('DependencyUnavailable', 'no claims', { details: tokens });
      },
    };

    expect(await classOf(rambling)).toMatchObject({
      documentClass: 'unknown',
      classModelUse: { model: 'stub', calls: 1, ...tokens },
    });
  });
});
