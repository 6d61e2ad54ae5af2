import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainSearch } from '#infra/local/explain-search.ts';
import { localReranker } from '#shared/adapters/portable/local-reranker.ts';
import { type IngestStack, ingestStack } from '../doubles/ingest-stack.ts';

const home = mkdtempSync(path.join(tmpdir(), 'affidavit-explain-'));
const BEN = { tenantId: 'acme', user: 'ben', groups: [] };
const state: { scene?: IngestStack } = {};

beforeAll(async () => {
  const scene = await ingestStack(home);
  const { ledger } = scene.stack.ports;
  const rule = { tenantId: 'acme', access: ['everyone-in-tenant'], policy: 'strict' } as const;
  for (const collection of ['handbook', 'contracts']) await ledger.writeCollection({ ...rule, collection });
  await scene.put(
    'acme/handbook/canteen.md',
    'The canteen serves lunch from noon until two. Ana Ruiz runs the canteen.',
  );
  await scene.put('acme/handbook/merger.md', 'The bluebird merger closes in October.', 'group:board');
  await scene.put('acme/contracts/rent.md', 'The monthly rent of the hall is 51,000 euros.');
  await scene.put('acme/handbook/empty.md', '  ');
  state.scene = scene;
});
afterAll(async () => {
  await state.scene?.stack.close();
  rmSync(home, { recursive: true, force: true });
});

async function explain(query: string, expected: string, changes: { collections?: string[]; limit?: number } = {}) {
  if (state.scene === undefined) throw new Error('the scene is not ready');
  return explainSearch({ caller: BEN, query, limit: 10, expected, ...changes }, state.scene.stack.ports);
}

describe('explaining a search', () => {
  it('tells filters, both sides, fusion, and the end of each candidate, and no text', async () => {
    const explained = await explain('When does the canteen serve lunch?', 'handbook/canteen.md');

    expect(explained).toMatchObject({
      filters: { tenantId: 'acme', principals: ['everyone-in-tenant', 'user:ben'] },
      fusion: { isCalibrated: false, vector: 0.5 },
      rerank: 'none',
      stages: { lexical: 1, vector: 2, fused: 2, shown: 2, 'below-cut': 0 },
      expected: { lostAt: 'shown', rank: 1 },
    });
    expect(explained.candidates[0]).toMatchObject({ lexicalRank: 1, lexicalShare: 1, vectorRank: 1, fate: 'shown' });
    expect(JSON.stringify(explained)).not.toMatch(/lunch|bluebird/);
  });

  it('tells the branches of a question that follows another, and which of them found what', async () => {
    if (state.scene === undefined) throw new Error('the scene is not ready');
    const turns = [{ question: 'When does the canteen serve lunch?' }];
    const search = { caller: BEN, query: 'Who runs it?', limit: 10, turns, expected: 'handbook/canteen.md' };

    const explained = await explainSearch(search, state.scene.stack.ports);

    expect(explained.understanding).toMatchObject({
      ...{ by: 'rules', degraded: false, turns: 1 },
      branches: [{ kind: 'original' }, { kind: 'follow-up', question: 'Who runs the canteen serve lunch?' }],
    });
    expect(explained.candidates[0]).toMatchObject({ branches: [0, 1], fate: 'shown' });
    expect(explained.expected).toMatchObject({ lostAt: 'shown', rank: 1 });
  });

  it.each([
    ['a document that the asker may not read', 'bluebird merger', 'handbook/merger.md', {}, 'filtered-by-access'],
    ['words of it', 'bluebird merger', 'merger closes in October', {}, 'filtered-by-access'],
    [
      'words of another collection',
      'rent',
      'rent of the hall',
      { collections: ['handbook'] },
      'filtered-by-collection',
    ],
    ['a document below the cut', 'canteen lunch', 'contracts/rent.md', { limit: 1 }, 'below-the-cut'],
    ['a document that was rejected', 'canteen', 'handbook/empty.md', {}, 'not-published'],
    ['words that are nowhere', 'canteen', 'the deposit of the shed', {}, 'not-taken-in'],
    ['words that redaction has changed', 'canteen', 'Ana Ruiz runs the canteen', {}, 'shown'],
  ])('says where it lost %s', async (_what, query, expected, changes, lostAt) => {
    expect((await explain(query, expected, changes)).expected).toMatchObject({ lostAt });
  });

  it('tells what the reranker saw in each candidate, and what place it gave it', async () => {
    const ports = state.scene?.stack.ports;
    if (ports === undefined) throw new Error('the scene is not ready');
    const search = {
      caller: BEN,
      query: 'When does the canteen serve lunch?',
      limit: 1,
      expected: 'contracts/rent.md',
    };

    const explained = await explainSearch(search, { ...ports, reranker: localReranker({ analyzer: ports.analyzer }) });

    expect(explained).toMatchObject({
      rerank: { model: 'local-rerank', passages: 2, reranked: true },
      stages: { shown: 1, 'below-cut': 1 },
      expected: { lostAt: 'below-the-cut', rank: 2, reason: expect.stringMatching(/^reranking puts it at place 2/) },
    });
    expect(explained.candidates[0]).toMatchObject({ rerankRank: 1, rerankFeatures: { coverage: 1 } });
    expect(JSON.stringify(explained)).not.toMatch(/lunch/);
  });

  it('looks further down both sides for what neither retrieved', async () => {
    const { stack } = state.scene ?? {};
    const ports = stack?.ports;
    if (ports === undefined) throw new Error('the scene is not ready');
    // An index that gives no more than the best chunk unless far more is asked, as a large one does.
    const narrow = <Hit>(hits: readonly Hit[], limit: number) => hits.slice(0, limit > 100 ? hits.length : 1);
    const index: typeof ports.index = {
      ...ports.index,
      searchLexical: async (terms, scope) => narrow(await ports.index.searchLexical(terms, scope), scope.limit),
      searchVector: async (vector, scope) => narrow(await ports.index.searchVector(vector, scope), scope.limit),
    };

    const { expected } = await explainSearch(
      { caller: BEN, query: 'canteen lunch hall', limit: 10, expected: 'contracts/rent.md' },
      { ...ports, index },
    );

    expect(expected?.lostAt).toBe('not-retrieved');
    expect(expected?.reason).toMatch(/lexical side has it at place 2, .* it holds 1 of 3 terms/);
  });
});
