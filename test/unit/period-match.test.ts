import { describe, expect, it } from 'vitest';
import { periodMatch } from '#shared/domain/period-match.ts';
import { type RawText, redacted } from '#shared/domain/text.ts';
import type { AdmittedHit } from '#shared/runtime/admit-hits.ts';
import { matchPeriods } from '#shared/runtime/match-periods.ts';
import { retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import { passage } from '../doubles/passages.ts';
import { questionStack } from '../doubles/question-stack.ts';

const named = (name: string, title = 'Quarterly report') => ({ name, title });
const SECOND = named('2023 Q2.pdf');
const THIRD = named('2023 Q3.pdf');
const NOTES = named('notes.md');

describe('documents of the period that a question asks about', () => {
  it('are those that are called by it, and those that are called by none', () => {
    const isOfPeriod = periodMatch('What was revenue in Q3 2023?', [SECOND, THIRD, NOTES]);

    expect([SECOND, THIRD, NOTES].map(isOfPeriod)).toEqual([false, true, true]);
  });

  it('are all of them when it asks about none', () => {
    const isOfPeriod = periodMatch('How has revenue changed?', [SECOND, THIRD]);

    expect([SECOND, THIRD].map(isOfPeriod)).toEqual([true, true]);
  });

  it('are those of the last period when it asks for the latest', () => {
    const isOfPeriod = periodMatch('What was revenue in the latest report?', [SECOND, THIRD, NOTES]);

    expect([SECOND, THIRD, NOTES].map(isOfPeriod)).toEqual([false, true, true]);
  });

  it('are all of them when it asks for the latest of documents without a period', () => {
    expect(periodMatch('What is the latest?', [NOTES])(NOTES)).toBe(true);
  });

  it('are those of the period that it names, although it asks for the latest too', () => {
    expect(periodMatch('What was the latest revenue in Q2 2023?', [SECOND, THIRD])(SECOND)).toBe(true);
  });

  it.each([
    ['What was revenue since Q2 2023?', [true, true]],
    ['What was revenue after Q2 2023?', [false, true]],
    ['What was revenue until Q2 2023?', [true, false]],
    ['What was revenue since 2022?', [true, true]],
    ['What was revenue before 2023?', [false, false]],
  ])('are those of the time that it leaves open: %s', (question, fit) => {
    expect([SECOND, THIRD].map(periodMatch(question, [SECOND, THIRD]))).toEqual(fit);
  });

  it('are told by their title where their name tells none, by days of it to the year', () => {
    const filed = named('a.pdf', 'Report, filed October 24, 2023');
    const other = named('b.pdf', 'Report, filed October 24, 2022');

    const isOfPeriod = periodMatch('What was revenue in Q3 2023?', [filed, other]);

    expect([filed, other].map(isOfPeriod)).toEqual([true, false]);
  });
});

describe('the order of passages', () => {
  const hit = (chunkId: string, name: string, score: number): AdmittedHit => ({
    hit: { chunkId, score },
    passage: { ...passage('The revenue grew.'), chunkId, name: redacted(name), title: redacted('Report'), score },
  });
  const admitted = [hit('1', '2023 Q2.pdf', 0.9), hit('2', '2023 Q3.pdf', 0.8), hit('3', 'notes.md', 0.3)];

  it('has those of another period than asked about lower, and says so', () => {
    const matched = matchPeriods({ admitted, dropped: [] }, redacted('Revenue in Q3 2023?')).admitted;

    expect(matched.map((each) => [each.hit.chunkId, each.hit.score, each.hit.isOfOtherPeriod])).toEqual([
      ['2', 0.8, undefined],
      ['1', 0.45, true],
      ['3', 0.3, undefined],
    ]);
    expect(matched.map((each) => each.passage.score)).toEqual([0.8, 0.45, 0.3]);
  });

  it('shows the report of the quarter of two that say the same', async () => {
    const { ports, publish } = await questionStack();
    const text = 'The report says that revenue fell.';
    await publish({ documentId: 'd1', text, live: { title: redacted('Report Q2 2023') } });
    await publish({ documentId: 'd2', text, live: { title: redacted('Report Q3 2023') } });
    const ask = async (question: string) => {
      const caller = { tenantId: 'acme', user: 'ana', groups: [] };
      const request = { caller, text: question as RawText, limit: 2 }; // Our own words.
      const { passages, traces } = await retrievePassages(request, ports, new AbortController().signal);
      const others = traces.filter(({ isOfOtherPeriod }) => isOfOtherPeriod).map(({ documentId }) => documentId);
      return { found: passages.map(({ documentId }) => documentId), others };
    };

    expect(await ask('Did revenue fall in Q2 2023?')).toEqual({ found: ['d1'], others: ['d2'] });
    expect(await ask('Did revenue fall in Q3 2023?')).toEqual({ found: ['d2'], others: ['d1'] });
  });

  it('stays as it is when no period is asked about', () => {
    expect(matchPeriods({ admitted, dropped: [] }, redacted('Revenue?')).admitted).toEqual(admitted);
  });
});
