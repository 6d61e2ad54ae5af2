import { describe, expect, it } from 'vitest';
import { type ModelUse, meteredCost } from '#shared/domain/metered-cost.ts';
import { budgetsResetAt, budgetUsedPercent, hasMoney, monthOf, nanodollars } from '#shared/domain/spending.ts';
import {
  answerBound,
  embeddingBound,
  judgingBound,
  rerankingBound,
  rewritingBound,
} from '#shared/domain/spending-bounds.ts';
import { redacted } from '#shared/domain/text.ts';

const account = (spent: number, reserved: number, budget?: number) => ({
  ...{ tenantId: 'acme', month: '2026-01', spent, reserved, budget },
});

const dollarsOf = (use: ModelUse) => meteredCost([use]).dollars;

describe('money', () => {
  it.each([
    [0.1 + 0.2, 300_000_000],
    [0.000000061, 61],
    [0.0000000001, 1],
    [0, 0],
  ])('%d dollars are so many billionths, never less', (dollars, expected) => {
    expect(nanodollars(dollars)).toBe(expected);
  });

  it.each([
    [account(99, 0, 100), true, 99],
    [account(60, 40, 100), false, 100],
    [account(0, 0, 0), false, 100],
    [account(1_000, 0), true, undefined],
  ])('of an account %j', (one, isLeft, used) => {
    expect([hasMoney(one), budgetUsedPercent(one)]).toEqual([isLeft, used]);
  });
});

describe('months', () => {
  it('are those of UTC, and the next one begins at its first moment', () => {
    expect(monthOf(Date.UTC(2026, 11, 31, 23, 59))).toBe('2026-12');
    expect(budgetsResetAt('2026-12')).toBe('2027-01-01T00:00:00.000Z');
  });
});

describe('the most that a call may take', () => {
  const passage = { chunkId: 'c', title: redacted(''), text: redacted('x'.repeat(1_000)) };
  const request = { question: redacted('What?'), passages: [passage] } as unknown as Parameters<typeof answerBound>[1]; // As much of a passage as a prompt shows.

  it('is a token for every byte, and all that an answer may be long', () => {
    const dollars = dollarsOf(answerBound('amazon.nova-lite-v1:0', request));

    expect(dollars).toBeGreaterThan((1_000 * 0.06 + 2_000 * 0.24) / 1_000_000);
    expect(dollars).toBeLessThan(0.002);
    expect(dollarsOf(embeddingBound('amazon.titan-embed-text-v2:0', ['ä'.repeat(49)]))).toBeCloseTo(
      (100 * 0.02) / 1_000_000,
      12,
    );
  });

  it('is the same for telling a question anew, which is shorter, and a query for reranking', () => {
    const told = { question: redacted('And then?'), conversation: redacted('x'.repeat(1_000)) };

    const dollars = dollarsOf(rewritingBound('amazon.nova-lite-v1:0', told));

    expect(dollars).toBeGreaterThan((1_000 * 0.06 + 400 * 0.24) / 1_000_000);
    expect(dollars).toBeLessThan(dollarsOf(answerBound('amazon.nova-lite-v1:0', request)));
    expect(dollarsOf(rerankingBound('cohere.rerank-v3-5:0'))).toBeCloseTo(0.002, 12);
    expect([rewritingBound('qwen3:8b', told), rerankingBound('local-rerank')].map(dollarsOf)).toEqual([0, 0]);
  });

  it('is the same for judging an answer, of which little is written', () => {
    const judged = { question: redacted(''), reference: redacted('x'.repeat(1_000)), answer: redacted('x') };

    const dollars = dollarsOf(judgingBound('amazon.nova-lite-v1:0', { ...judged, criterion: 'faithful' }));

    expect(dollars).toBeGreaterThan((1_000 * 0.06 + 300 * 0.24) / 1_000_000);
    expect(dollars).toBeLessThan(dollarsOf(answerBound('amazon.nova-lite-v1:0', request)));
  });

  it('is nothing for what runs in our own process or has no price', () => {
    expect(
      [answerBound('extractive', request), embeddingBound('bge-small-en-v1.5-int8', ['x'])].map(dollarsOf),
    ).toEqual([0, 0]);
    expect(answerBound('qwen3:8b', request)).toMatchObject({ inputTokens: 0, isBound: true });
  });
});
