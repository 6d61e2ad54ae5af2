import { expect, it } from 'vitest';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { fuse } from '#shared/domain/rank-fusion.ts';
import { STEMMED_LANGUAGES } from '#shared/domain/stop-words.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import { FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { indexedDocument } from '../doubles/indexed-document.ts';
import { seededChance } from '../doubles/seeded-chance.ts';
import { describeServices } from './describe-services.ts';
import { serviceIndex } from './service-index.ts';

const ACCESS = indexedDocument('everyone-in-tenant');
const SCOPE = { tenantId: 'acme', principals: ['everyone-in-tenant'], limit: 100 };
const CHUNKS = 400;
const QUESTIONS = 60;

/**
 * How far the two may differ: Lucene rounds the length of a text to one of 256 values, so that near ties change places.
 * A word of more than half of the texts counts a little there and nothing in SQLite; in languages those are stop words,
 * which no question is searched by.
 */
const LIMITS = { sameFirst: 0.95, sharedTen: 0.9, shareDifference: 0.05 };

const chance = seededChance(11);
const below = (limit: number) => Math.floor(chance.fraction() * limit);
const SYLLABLES = 'ba ce di fo gu la me ni po ru sa te vi zo kra ble'.split(' ');
const VOCABULARY = Array.from({ length: 2_000 }, () =>
  Array.from({ length: 2 + below(3) }, () => SYLLABLES[below(SYLLABLES.length)]).join(''),
);
/** As in texts, few words are frequent and most are rare (Zipf). */
const word = () => VOCABULARY[Math.floor(VOCABULARY.length ** chance.fraction()) - 1] ?? 'ba';
const PASSAGES = Array.from({ length: CHUNKS }, (_, at) => ({
  language: STEMMED_LANGUAGES[at % STEMMED_LANGUAGES.length] ?? 'en',
  text: Array.from({ length: 20 + below(180) }, word).join(' '),
}));

/** In how many passages each word stands. */
const SPREAD = new Map<string, number>();
for (const { text } of PASSAGES)
  for (const each of new Set(text.split(' '))) SPREAD.set(each, (SPREAD.get(each) ?? 0) + 1);

const analyzer = textAnalyzer();

async function fill(index: ChunkIndex): Promise<void> {
  await index.prepare(FINGERPRINT);
  const chunks = PASSAGES.map(({ text, language }, position) => indexedChunk(text, { position, language }));
  await index.write(chunks, ACCESS);
}

/** Best first, with the shares that fusion goes by. */
async function sharesOf(index: ChunkIndex, terms: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const hits = await index.searchLexical(terms, SCOPE);
  const lexical = hits.map(({ chunk, score }) => ({ chunkId: chunk.chunkId, score }));
  return new Map(fuse({ lexical, vector: [] }, { vector: 0, lexical: 1 }).map((hit) => [hit.chunkId, hit.score]));
}

function question(): readonly string[] {
  const { text, language } = PASSAGES[below(CHUNKS)] ?? { text: '', language: 'en' };
  const words = text.split(' ').filter((each) => (SPREAD.get(each) ?? 0) <= CHUNKS / 2);
  const picked = Array.from({ length: 3 + below(4) }, () => words[below(words.length)]).join(' ');
  return analyzer.searchTerms(picked, [language]);
}

describeServices(['openSearch'], ({ openSearch }) => {
  const { connect, wipe } = serviceIndex(openSearch);

  it('words find the same passages in both indexes, and count about the same', async () => {
    await wipe();
    const embedded = sqliteChunkIndex(openIndexFiles(':memory:'), { analyzer });
    const served = openSearchChunkIndex({ connect, analyzer, clock: systemClock });
    await Promise.all([fill(embedded), fill(served)]);

    const seen: ReturnType<typeof compared>[] = [];
    for (let at = 0; at < QUESTIONS; at += 1) {
      const terms = question();
      seen.push(compared(await sharesOf(embedded, terms), await sharesOf(served, terms)));
    }

    const mean = (of: (one: ReturnType<typeof compared>) => number) =>
      seen.reduce((sum, one) => sum + of(one), 0) / QUESTIONS;
    expect(mean(({ isSameFirst }) => (isSameFirst ? 1 : 0))).toBeGreaterThanOrEqual(LIMITS.sameFirst);
    expect(mean(({ sharedTen }) => sharedTen)).toBeGreaterThanOrEqual(LIMITS.sharedTen);
    expect(mean(({ difference }) => difference)).toBeLessThanOrEqual(LIMITS.shareDifference);
  });
});

function compared(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) {
  const [idsOfA, idsOfB] = [[...a.keys()], [...b.keys()]];
  const ten = idsOfA.slice(0, 10);
  const both = idsOfA.filter((id) => b.has(id));
  return {
    isSameFirst: idsOfA[0] === idsOfB[0],
    sharedTen: ten.filter((id) => idsOfB.slice(0, 10).includes(id)).length / Math.max(1, ten.length),
    difference:
      both.reduce((sum, id) => sum + Math.abs(Number(a.get(id)) - Number(b.get(id))), 0) / Math.max(1, both.length),
  };
}
