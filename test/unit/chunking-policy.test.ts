import { expect, it } from 'vitest';
import {
  CHUNKERS,
  chunkingName,
  chunkingNamed,
  chunkingPolicy,
  DEFAULT_CHUNKING,
  DEFAULT_CHUNKING_NAME,
} from '#shared/domain/chunking-policy.ts';

it.each([
  ['structure-200', { chunker: 'structure', maxTokens: 200, overlapTokens: 0, readTokens: 0 }],
  ['fixed-120-overlap-20', { chunker: 'fixed', maxTokens: 120, overlapTokens: 20 }],
  ['parent-child-80-of-320', { chunker: 'parent-child', maxTokens: 80, readTokens: 320 }],
])('%s says chunker and sizes, and is what they are called by', (name, expected) => {
  const policy = chunkingNamed(name);

  expect(policy).toMatchObject(expected);
  expect(chunkingName(policy)).toBe(name);
});

it.each(CHUNKERS)('%s alone has sizes of its own', (chunker) => {
  expect(chunkingNamed(chunker)).toEqual(chunkingPolicy({ chunker }));
  expect(chunkingNamed(chunkingName(chunkingPolicy({ chunker })))).toEqual(chunkingPolicy({ chunker }));
});

it('cuts by structure when nothing is said', () => {
  expect(chunkingNamed(DEFAULT_CHUNKING_NAME)).toEqual(DEFAULT_CHUNKING);
  expect(DEFAULT_CHUNKING.chunker).toBe('structure');
});

it.each([
  ['a chunker that there is not', 'semantic-200', 'a chunking is one of structure, '],
  ['more behind it', 'structure-200-x', 'a chunking is one of structure, '],
  ['a chunk that leaves no room for text', 'structure-10', '40 to 500 tokens'],
  ['a chunk that the embedder cannot read', 'structure-501', '40 to 500 tokens'],
  ['a text that no prompt has room for', 'parent-child-100-of-3000', 'reads at most 2000'],
  ['neighbours that are nearly the same', 'fixed-200-overlap-101', 'at most half of a chunk'],
  ['an overlap of a chunker that has none', 'structure-200-overlap-10', 'only of fixed and recursive'],
  ['less to read than to find', 'parent-child-200-of-100', 'no less than what is found'],
  ['more to read of a chunker that reads what it finds', 'structure-200-of-400', 'set only for sentence-window'],
])('%s is refused', (_what, name, reason) => {
  expect(() => chunkingNamed(name)).toThrow(expect.objectContaining({ name: 'InputInvalid' }));
  expect(() => chunkingNamed(name)).toThrow(reason);
});
