import { expect, it } from 'vitest';
import { embeddingText } from '#shared/domain/chunk.ts';
import type { RawText } from '#shared/domain/text.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import { reindex } from '#shared/runtime/reindex/reindex.ts';
import { retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import { indexedChunk } from '../doubles/indexed-chunks.ts';
import { questionStack } from '../doubles/question-stack.ts';

const SIGNAL = new AbortController().signal;
const CALLER = { tenantId: 'acme', user: 'ana', groups: [] };
const REQUEST = { caller: CALLER, text: 'When is the rent due?' as RawText, limit: 5 }; // Our own words.

it('reads one generation for both searches, although another begins to serve in between', async () => {
  const { ports, publish } = await questionStack();
  await publish({ documentId: 'd1', text: 'The rent is due in March.' });
  const swapping: ChunkIndex = {
    ...ports.index,
    searchVector: async (...call) => {
      await reindex(ports, { documentsPerMinute: 6_000 }, SIGNAL);
      return ports.index.searchVector(...call);
    },
  };

  const retrieval = await retrievePassages(REQUEST, { ...ports, index: swapping }, SIGNAL);

  expect((await ports.index.serving())?.number).toBe(2);
  expect(retrieval.generations).toEqual([1]);
  expect(retrieval.passages).toHaveLength(1);
});

it('would read two if a search did not name its generation', async () => {
  const { ports, publish } = await questionStack();
  await publish({ documentId: 'd1', text: 'The rent is due in March.' });
  const unnamed: ChunkIndex = {
    ...ports.index,
    searchLexical: (terms, { generation: _named, ...scope }, signal) => ports.index.searchLexical(terms, scope, signal),
    searchVector: async (vector, { generation: _named, ...scope }, signal) => {
      await reindex(ports, { documentsPerMinute: 6_000 }, SIGNAL);
      return ports.index.searchVector(vector, scope, signal);
    },
  };

  const retrieval = await retrievePassages(REQUEST, { ...ports, index: unnamed }, SIGNAL);

  expect(retrieval.generations).toEqual([1, 2]);
});

it('shows a text once that is found by several of its parts, and says what became of the others', async () => {
  const { ports, publish } = await questionStack();
  const text = 'The rent is due in March. The rent of the garage is due in April.';
  await publish({ documentId: 'd1', text });
  const [whole] = await ports.index.documentChunks('acme', 'd1');
  const part = {
    ...whole,
    ...indexedChunk(text, { documentId: 'd1', position: 1, page: 1, start: 0, end: text.length }),
  };
  const [vector = []] = await ports.embedder.embed([embeddingText(part)], 'passage');
  await ports.index.write([{ ...part, vector, focus: { start: 26, end: text.length } }], {
    ...{ tenantId: 'acme', documentId: 'd1', collection: 'inbox', access: ['everyone-in-tenant'] },
    embedder: await ports.fingerprint(),
  });

  const retrieval = await retrievePassages(REQUEST, ports, SIGNAL);

  expect(retrieval.passages).toHaveLength(1);
  expect(retrieval.traces.map(({ fate }) => fate)).toEqual(['shown', 'same-passage']);
});

it('fails by name where no generation serves, for what was lost is not without evidence', async () => {
  const { ports } = await questionStack();
  const lost = { ...ports, index: { ...ports.index, serving: async () => undefined } };

  await expect(retrievePassages(REQUEST, lost, SIGNAL)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
});

it('answers nothing from an index of another embedding model', async () => {
  const { ports, publish } = await questionStack();
  await publish({ documentId: 'd1', text: 'The rent is due in March.' });
  const made = await ports.fingerprint();
  const other = { ...ports, fingerprint: async () => ({ ...made, probe: 'another build' }) };

  await expect(retrievePassages(REQUEST, other, SIGNAL)).rejects.toMatchObject({ name: 'IndexMismatch' });
});
