import { describe, expect, it } from 'vitest';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { openSearchGenerations } from '#shared/adapters/aws/open-search-generations.ts';
import { indexDefinition } from '#shared/adapters/aws/open-search-mapping.ts';
import { indexNameOf } from '#shared/adapters/aws/open-search-names.ts';
import { reindexReasons } from '#shared/domain/index-generation.ts';
import { fakeOpenSearch } from '../doubles/fake-open-search.ts';
import { axis, FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { indexedDocument } from '../doubles/indexed-document.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';

const ACCESS = indexedDocument('group:finance');
const SCOPE = { tenantId: 'acme', principals: ['group:finance'], limit: 5 };

describe('a generation of version 1, which has no field for scores or facts', () => {
  it('serves, takes new chunks without theirs, and is advised to be built anew', async () => {
    const { connect } = await fakeOpenSearch();
    const options = { connect, analyzer: spacedWordsAnalyzer, clock: manualClock() };
    const [index, generations] = [openSearchChunkIndex(options), openSearchGenerations(options)];
    await (await connect()).indices.create({ index: indexNameOf(1), body: definitionOfVersion1() });
    await generations.create(FINGERPRINT, 'building');

    const refused = await index.write([indexedChunk('alpha', { suspicion: 0.75 })], ACCESS);
    await index.setAccess({ ...ACCESS, facts: ['language=t:en'] });

    const [first, second] = await generations.list();
    if (first === undefined || second === undefined) throw new Error('there are two');
    const kept = [first, second].map((each) => generations.open(each).chunkPage(indexedChunk('alpha'), undefined));
    expect(refused).toEqual([]);
    expect((await Promise.all(kept)).map(([chunk]) => chunk?.suspicion)).toEqual([undefined, 0.75]);
    expect((await index.searchLexical(['alpha'], SCOPE)).map(({ generation }) => generation)).toEqual([1]);
    expect(reindexReasons(first, FINGERPRINT)).toEqual(['version']);
    const german = { ...SCOPE, conditions: [{ field: 'language', keys: ['language=t:de'], spans: [] }] };
    await expect(index.searchLexical(['alpha'], german)).rejects.toMatchObject({ name: 'IndexMismatch' });
    await expect(index.searchVector(axis(0), german)).rejects.toMatchObject({ name: 'IndexMismatch' });
  });
});

/** As the release before made it. */
function definitionOfVersion1() {
  const { mappings, ...rest } = indexDefinition(indexNameOf(1), FINGERPRINT, { shards: 1, replicas: 1 }, true);
  const { suspicion: _suspicion, facts: _facts, ...properties } = mappings.properties;
  const _meta = { ...mappings._meta, version: 1, definition: 'of version 1' };
  return { ...rest, mappings: { ...mappings, _meta, properties } } as object; // The client's own types know no engine.
}
