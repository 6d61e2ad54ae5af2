import { expect, it } from 'vitest';
import { redacted } from '#shared/domain/text.ts';
import { cosineSimilarity } from '#shared/domain/vector.ts';
import type { ChunkIndex, SearchHit, SearchScope } from '#shared/ports/chunk-index.ts';
import { axis, indexedChunk } from '../../doubles/indexed-chunks.ts';
import { indexedDocument } from '../../doubles/indexed-document.ts';

export const SCOPE: SearchScope = { tenantId: 'acme', principals: ['everyone-in-tenant', 'user:ana'], limit: 10 };
export const ACCESS = indexedDocument('everyone-in-tenant');

export type Prepare = () => Promise<ChunkIndex>;

/** Search by words, for an index that `prepared` made ready. */
export function describeWords(prepared: Prepare): void {
  it('finds chunks that hold any of the terms, and ranks those with more of them first', async () => {
    const index = await prepared();
    const texts = ['alpha beta gamma', 'alpha delta epsilon', 'zeta eta theta', 'iota kappa mu', 'nu xi omicron'];
    await index.write(
      texts.map((text, position) => indexedChunk(text, { position })),
      ACCESS,
    );

    const hits = await index.searchLexical(['alpha', 'beta'], SCOPE);

    expect(textsOf(hits)).toEqual(['alpha beta gamma', 'alpha delta epsilon']);
    expect(hits[0]?.score).toBeGreaterThan(hits[1]?.score ?? 0);
  });

  it('searches the context with the text', async () => {
    const index = await prepared();
    await index.write([indexedChunk('alpha', { context: redacted('Lease agreement') })], ACCESS);

    expect(textsOf(await index.searchLexical(['lease'], SCOPE))).toEqual(['alpha']);
  });

  it.each([
    ['person:k7f2', 'k7f2'],
    ['inv-2024/01', '2024'],
    ['12.5%', '12'],
    ['müller', 'm'],
    ['"quoted"', 'quoted'],
    ["o'brien", 'brien'],
    ['and', 'or'],
    ['w'.repeat(1_000), 'w'.repeat(255)],
  ])('finds %s whole and not by its part %s', async (term, part) => {
    const index = await prepared();
    await index.write([indexedChunk(`before ${term} after`)], ACCESS);

    expect(await index.searchLexical([term], SCOPE)).toHaveLength(1);
    expect(await index.searchLexical([part], SCOPE)).toEqual([]);
  });

  it.each(['"', '*', 'alpha*', 'NEAR(', 'text:alpha', '" OR "alpha', 'alpha AND', '^alpha', '-', '\\', '{}', '(', ''])(
    'takes %j for a word and not for syntax',
    async (term) => {
      const index = await prepared();
      await index.write([indexedChunk('alpha')], ACCESS);

      expect(await index.searchLexical([term], SCOPE)).toEqual([]);
    },
  );

  it('takes no terms and very many terms', async () => {
    const index = await prepared();
    await index.write([indexedChunk('alpha')], ACCESS);
    const many = Array.from({ length: 900 }, (_, at) => `word${at}`);

    expect(await index.searchLexical([], SCOPE)).toEqual([]);
    expect(textsOf(await index.searchLexical([...many, 'alpha'], SCOPE))).toEqual(['alpha']);
  });
}

export function describeVectors(prepared: Prepare): void {
  it('finds the nearest first, with the cosine similarity for a score', async () => {
    const index = await prepared();
    const leans = [3, 0.2, 1];
    await index.write(
      leans.map((lean, position) => indexedChunk(`lean ${lean}`, { position, vector: axis(0, lean) })),
      ACCESS,
    );

    const hits = await index.searchVector(axis(0), SCOPE);

    expect(textsOf(hits)).toEqual(['lean 0.2', 'lean 1', 'lean 3']);
    for (const [at, lean] of [0.2, 1, 3].entries()) {
      expect(hits[at]?.score).toBeCloseTo(cosineSimilarity(axis(0), axis(0, lean)), 2);
    }
  });

  it('gives all that a citation needs', async () => {
    const index = await prepared();
    const chunk = indexedChunk('alpha', { context: redacted('Title'), position: 4 });
    await index.write([chunk], ACCESS);
    const { vector: _vector, ...expected } = chunk;

    expect((await index.searchVector(axis(0), SCOPE))[0]?.chunk).toEqual(expected);
    expect((await index.searchLexical(['alpha'], SCOPE))[0]?.chunk).toEqual(expected);
  });

  it.each([0, 1, 3])('gives no more than a limit of %i', async (limit) => {
    const index = await prepared();
    await index.write(
      Array.from({ length: 5 }, (_, position) => indexedChunk(`alpha ${position}`, { position })),
      ACCESS,
    );

    expect(await index.searchVector(axis(0), { ...SCOPE, limit })).toHaveLength(limit);
    expect(await index.searchLexical(['alpha'], { ...SCOPE, limit })).toHaveLength(limit);
  });
}

/** Who finds what: each rule holds on both sides of a search. */
export function describeFilters(prepared: Prepare): void {
  /** The same text and vector for two tenants and three lists of access. */
  async function withDocuments() {
    const index = await prepared();
    const documents = [
      { tenantId: 'acme', documentId: 'open', collection: 'inbox', access: ['everyone-in-tenant'] },
      { tenantId: 'acme', documentId: 'finance', collection: 'contracts', access: ['group:finance', 'user:eva'] },
      { tenantId: 'acme', documentId: 'nobody', collection: 'inbox', access: [] },
      { tenantId: 'globex', documentId: 'foreign', collection: 'inbox', access: ['everyone-in-tenant'] },
    ];
    for (const { documentId, tenantId, ...access } of documents) {
      const chunk = indexedChunk(`alpha ${documentId}`, { documentId, tenantId });
      await index.write([chunk], { ...ACCESS, documentId, tenantId, ...access });
    }
    return index;
  }

  it.each([
    ['the tenant lets everyone read', { principals: ['everyone-in-tenant'] }, ['alpha open']],
    ['a group may read', { principals: ['group:finance'] }, ['alpha finance']],
    [
      'any of the principals may read',
      { principals: ['user:eva', 'everyone-in-tenant'] },
      ['alpha finance', 'alpha open'],
    ],
    ['the asker is nobody', { principals: [] }, []],
    ['the tenant is another', { tenantId: 'globex' }, ['alpha foreign']],
    ['the tenant is unknown', { tenantId: "acme' OR '1'='1" }, []],
    [
      'a collection is named',
      { principals: ['group:finance', 'everyone-in-tenant'], collections: ['contracts'] },
      ['alpha finance'],
    ],
    ['no collection is named', { collections: [] }, []],
  ])('finds on both sides what is allowed when %s', async (_when, scope, expected) => {
    const index = await withDocuments();

    expect(await foundBy(index, { ...SCOPE, ...scope })).toEqual({ lexical: expected, vector: expected });
  });

  it('fills the limit with what is allowed, however much better the rest fits', async () => {
    const index = await prepared();
    const hidden = Array.from({ length: 30 }, (_, position) =>
      indexedChunk('alpha', { documentId: 'hidden', position }),
    );
    await index.write(hidden, { ...ACCESS, documentId: 'hidden', access: ['group:board'] });
    await index.write([indexedChunk('alpha and more words', { vector: axis(0, 2) })], ACCESS);

    expect(await foundBy(index, { ...SCOPE, limit: 1 })).toEqual({
      lexical: ['alpha and more words'],
      vector: ['alpha and more words'],
    });
  });

  it('changes who finds a document at once, and leaves its chunks alone', async () => {
    const index = await withDocuments();
    const before = await index.documentChunks('acme', 'open');

    await index.setAccess({ tenantId: 'acme', documentId: 'open', collection: 'moved', access: ['user:eva'] });

    const eva = { ...SCOPE, principals: ['user:eva'], collections: ['moved'] };
    expect(await foundBy(index, SCOPE)).toEqual({ lexical: [], vector: [] });
    expect(await foundBy(index, eva)).toEqual({ lexical: ['alpha open'], vector: ['alpha open'] });
    expect(await index.documentChunks('acme', 'open')).toEqual(before);
  });
}

export const textsOf = (hits: readonly SearchHit[]) => hits.map(({ chunk }) => String(chunk.text));

/** Both sides of a search, so that no rule holds on one of them only. */
export async function foundBy(index: ChunkIndex, scope: SearchScope, term = 'alpha') {
  const lexical = await index.searchLexical([term], scope);
  const vector = await index.searchVector(axis(0), scope);
  return { lexical: textsOf(lexical).sort(), vector: textsOf(vector).sort() };
}
