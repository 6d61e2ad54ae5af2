import { describe, expect, it } from 'vitest';
import type { Passage } from '#shared/domain/answer.ts';
import { type BranchResult, fuseBranches } from '#shared/domain/branch-fusion.ts';
import type { CandidateTrace } from '#shared/domain/receipt.ts';
import { redacted } from '#shared/domain/text.ts';
import { passage } from '../doubles/passages.ts';

/** A branch that shows these chunks in this order, each of its own document, and saw the other ones. */
function branch(shown: readonly string[], others: readonly Partial<CandidateTrace>[] = []): BranchResult {
  const passages = shown.map((chunkId, at) =>
    passage(`What ${chunkId} says.`, {
      ...{ chunkId, documentId: chunkId, end: 200, score: 1 - at / 10, similarity: 0.9 - at / 10 },
    }),
  );
  const traces = passages.map(
    ({ chunkId, documentId, score }) => ({ chunkId, documentId, score, fate: 'shown' }) as const,
  );
  const more = others.map(
    (other) => ({ chunkId: 'x', documentId: 'x', score: 0, fate: 'below-cut', ...other }) as const,
  );
  return { passages, traces: [...traces, ...more] };
}

const limits = (limit: number, sourceCap = 8) => ({ limit, sourceCap });
const ids = ({ passages }: BranchResult) => passages.map(({ chunkId }) => chunkId);

describe('fuseBranches', () => {
  it('puts first what stands high in several branches, and keeps what one alone found', () => {
    const fused = fuseBranches([branch(['a', 'b', 'c']), branch(['d', 'b'])], limits(10));

    expect(ids(fused)).toEqual(['b', 'a', 'd', 'c']);
  });

  it('gives a passage the score and the similarity of the branch that it fits best', () => {
    const fused = fuseBranches([branch(['a', 'b']), branch(['b', 'a'])], limits(10));

    expect(fused.passages.map(({ score, similarity }) => [score, similarity])).toEqual([
      [1, 0.9],
      [1, 0.9],
    ]);
  });

  it('says of every candidate which branches found it and what became of it', () => {
    const hidden = { chunkId: 'h', documentId: 'h', fate: 'not-permitted' } as const;
    const fused = fuseBranches(
      [branch(['a', 'b'], [hidden]), branch(['b', 'c'], [{ ...hidden, score: 0.5 }])],
      limits(2),
    );

    expect(fused.traces.map(({ chunkId, fate, branches }) => [chunkId, fate, branches])).toEqual([
      ['b', 'shown', [0, 1]],
      ['a', 'shown', [0]],
      ['c', 'below-cut', [1]],
      ['h', 'not-permitted', [0, 1]],
    ]);
    expect(fused.passages).toHaveLength(2);
  });

  it('shows what one branch would show, although another one would not', () => {
    const fused = fuseBranches([branch(['a'], [{ chunkId: 'b', score: 0.95 }]), branch(['b'])], limits(10));

    expect(fused.traces.map(({ chunkId, fate }) => [chunkId, fate])).toEqual([
      ['a', 'shown'],
      ['b', 'shown'],
    ]);
  });

  it('shows once what two branches found at the same place', () => {
    const part = (chunkId: string) => {
      const found = branch([chunkId]);
      const passages = found.passages.map((each) => ({ ...each, documentId: 'd' }));
      return { ...found, passages };
    };

    const fused = fuseBranches([part('first-half'), part('second-half')], limits(10));

    expect(ids(fused)).toEqual(['first-half']);
    expect(fused.traces.map(({ fate }) => fate)).toEqual(['shown', 'same-passage']);
  });

  it('keeps to the cap of a document among all branches, each of which kept to it by itself', () => {
    const parts = (documentId: string, chunkIds: readonly string[]) =>
      branch(chunkIds).passages.map((each) => ({ ...each, documentId, start: each.chunkId.charCodeAt(0) }));
    const shows = (passages: readonly Passage[]): BranchResult => ({ passages, traces: [] });
    const first = shows([...parts('d', ['a', 'b']), ...parts('e', ['x'])]);
    const second = shows([...parts('f', ['y']), ...parts('d', ['c', 'a'])]);

    const fused = (limit: number) => ids(fuseBranches([first, second], limits(limit, 2)));

    expect(fused(4)).toEqual(['a', 'y', 'c', 'x']);
    expect(fused(5)).toEqual(['a', 'y', 'c', 'b', 'x']);
  });

  it('folds what two branches bring from two documents that say the same, and names what it is folded into', () => {
    const text = redacted('The notice period of the hall is three months to the end of a quarter.');
    const saying = (chunkId: string) => {
      const { traces, passages } = branch([chunkId, `${chunkId}-too`]);
      return { traces, passages: passages.map((each, at) => (at === 0 ? { ...each, text } : each)) };
    };

    const fused = fuseBranches([saying('lease'), saying('copy')], limits(10));

    expect(ids(fused)).toEqual(['lease', 'lease-too', 'copy-too']);
    expect(fused.traces.find(({ chunkId }) => chunkId === 'copy')).toMatchObject({
      ...{ fate: 'near-duplicate', duplicateOf: 'lease' },
    });
  });
});
