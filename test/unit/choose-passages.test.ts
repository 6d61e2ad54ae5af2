import { describe, expect, it } from 'vitest';
import type { ChoiceLimits } from '#shared/domain/passage-choice.ts';
import { redacted } from '#shared/domain/text.ts';
import type { AdmittedHit } from '#shared/runtime/admit-hits.ts';
import { choosePassages } from '#shared/runtime/choose-passages.ts';
import { freshenHits } from '#shared/runtime/freshen-hits.ts';

const WORDS = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa'];

/** Each chunk says something of its own, unless a text is given. */
function admitted(
  chunkId: string,
  documentId: string,
  { text, date, score = 0.5 }: { text?: string; date?: string; score?: number } = {},
): AdmittedHit {
  const own = WORDS.map((word) => `${word}${chunkId}`).join(' ');
  const place = { chunkId, documentId, name: redacted('a.txt'), title: redacted('A'), page: 1 };
  const passage = { ...place, start: Number(chunkId), end: Number(chunkId) + 1, text: redacted(text ?? own) };
  return { hit: { chunkId, score }, passage: { ...passage, context: redacted(''), similarity: 0, score }, date };
}

const choose = (hits: readonly AdmittedHit[], limits: ChoiceLimits) =>
  choosePassages({ admitted: hits, dropped: [] }, limits);
const fatesOf = ({ traces }: ReturnType<typeof choosePassages>) =>
  traces.map(({ chunkId, fate }) => `${chunkId} ${fate}`);

describe('the choice of passages', () => {
  it('shows the best up to the limit, and says that the rest is below the cut', () => {
    const chosen = choose([admitted('1', 'a'), admitted('2', 'b'), admitted('3', 'c')], {
      limit: 2,
      sourceCap: 9,
    });

    expect(fatesOf(chosen)).toEqual(['1 shown', '2 shown', '3 below-cut']);
    expect(chosen.passages.map(({ chunkId }) => chunkId)).toEqual(['1', '2']);
  });

  it('holds back what is over the cap of a document while others have passages', () => {
    const hits = [admitted('1', 'a'), admitted('2', 'a'), admitted('3', 'a'), admitted('4', 'b'), admitted('5', 'c')];

    expect(fatesOf(choose(hits, { limit: 3, sourceCap: 2 }))).toEqual([
      '1 shown',
      '2 shown',
      '3 source-cap',
      '4 shown',
      '5 below-cut',
    ]);
  });

  it('fills what room the cap leaves with what it held back, best first', () => {
    const hits = [admitted('1', 'a'), admitted('2', 'a'), admitted('3', 'a'), admitted('4', 'b'), admitted('5', 'a')];

    const chosen = choose(hits, { limit: 4, sourceCap: 1 });

    expect(fatesOf(chosen)).toEqual(['1 shown', '2 shown', '3 shown', '4 shown', '5 below-cut']);
    expect(chosen.passages.map(({ chunkId }) => chunkId)).toEqual(['1', '2', '3', '4']);
  });

  it('folds what says the same into the best of them, across documents, and names that', () => {
    const text = WORDS.join(' ');
    const hits = [admitted('1', 'a', { text }), admitted('2', 'b', { text: `${text}!` }), admitted('3', 'c')];

    const { traces } = choose(hits, { limit: 2, sourceCap: 9 });

    expect(traces.map(({ fate, duplicateOf }) => [fate, duplicateOf])).toEqual([
      ['shown', undefined],
      ['near-duplicate', '1'],
      ['shown', undefined],
    ]);
  });

  it('never folds into a passage that is not shown', () => {
    const text = WORDS.join(' ');
    const hits = [admitted('1', 'a'), admitted('2', 'a', { text }), admitted('3', 'b', { text })];

    const { traces } = choose(hits, { limit: 2, sourceCap: 1 });

    expect(traces.map(({ fate }) => fate)).toEqual(['shown', 'source-cap', 'shown']);
  });
});

describe('freshness', () => {
  const NOW = Date.parse('2026-06-01T00:00:00Z');
  const freshen = (some: readonly AdmittedHit[], days: number | undefined) =>
    freshenHits({ admitted: some, dropped: [] }, days, NOW);
  const hits = [
    admitted('1', 'a', { score: 0.8, date: '2020-06-01T00:00:00.000Z' }),
    admitted('2', 'b', { score: 0.7, date: '2026-06-02T00:00:00.000Z' }),
    admitted('3', 'c', { score: 0.65 }),
    admitted('4', 'd', { score: 0.1, date: '2026-06-01T00:00:00.000Z' }),
  ];

  it('changes nothing unless it is asked for', () => {
    expect(freshen(hits, undefined).admitted).toBe(hits);
  });

  it('puts a new passage before a somewhat better old one, and never before a much better one', () => {
    const fresh = freshen(hits, 30).admitted;

    expect(fresh.map(({ hit }) => hit.chunkId)).toEqual(['2', '1', '3', '4']);
    expect(fresh.map(({ passage }) => Number(passage.score.toFixed(3)))).toEqual([0.7, 0.6, 0.488, 0.1]);
  });

  it('takes half of what age can take at the half-life', () => {
    const [half] = freshen([admitted('1', 'a', { score: 1, date: '2026-05-02T00:00:00.000Z' })], 30).admitted;

    expect(half?.hit.score).toBeCloseTo(0.875, 6);
  });
});
