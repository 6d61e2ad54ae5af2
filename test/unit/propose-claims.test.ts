import { expect, it } from 'vitest';
import { proposeClaims } from '#functions/query/propose-claims.ts';
import type { ProposedClaim } from '#shared/domain/answer.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Answerer, OnClaim } from '#shared/ports/answerer.ts';
import type { Spending } from '#shared/ports/spending.ts';
import type { ConversationRetrieval } from '#shared/runtime/retrieve-branches.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';

const ANA = { tenantId: 'acme', user: 'ana', groups: [] };
const claim = (text: string): ProposedClaim => ({ text, chunkId: 'c1', quote: text });
const USAGE = { inputTokens: 1, outputTokens: 1 };
const failing = (name: string) => new PipelineFailure('DependencyUnavailable', name);

/** What is proposed by these, none of which has a price, and what was told on the way. */
function asked(...answerers: readonly Answerer[]) {
  const told: string[] = [];
  const found = { question: 'rent?', parts: [], passages: [] } as unknown as ConversationRetrieval; // Nothing else is looked at.
  const ports = { answerers, spending: {} as Spending, metrics: recordedMetrics() }; // Nothing is reserved of what is free.
  const signal = new AbortController().signal;
  const proposal = proposeClaims(ANA, found, ports, signal, ({ text }) => void told.push(text));
  return { proposal, told };
}

it('hands on nothing that an answerer says once another stands in for it', async () => {
  let first: OnClaim | undefined;
  const givenUp: Answerer = {
    name: 'first',
    answer: async (_request, _signal, onClaim) => {
      first = onClaim;
      throw failing('first');
    },
  };
  const standIn: Answerer = {
    name: 'second',
    answer: async (_request, _signal, onClaim) => {
      first?.(claim('too late'));
      onClaim?.(claim('in time'));
      return { claims: [claim('in time')], usage: USAGE };
    },
  };

  const { proposal, told } = asked(givenUp, standIn);

  expect(await proposal).toMatchObject({ answerer: 'second', degraded: true, claims: [{ text: 'in time' }] });
  expect(told).toEqual(['in time']);
});

it('lets nobody stand in for an answerer that told a claim, for an answer is of one', async () => {
  let wasAsked = false;
  const brokenOff: Answerer = {
    name: 'first',
    answer: async (_request, _signal, onClaim) => {
      onClaim?.(claim('half'));
      throw failing('first');
    },
  };
  const other: Answerer = {
    name: 'second',
    answer: async () => {
      wasAsked = true;
      return { claims: [], usage: USAGE };
    },
  };

  const { proposal, told } = asked(brokenOff, other);

  await expect(proposal).rejects.toMatchObject({ message: 'first' });
  expect([told, wasAsked]).toEqual([['half'], false]);
});

it('fails as the last one does when all of them fail, and is no answer without claims', async () => {
  const broken = (name: string): Answerer => ({ name, answer: () => Promise.reject(failing(name)) });

  await expect(asked(broken('first'), broken('last')).proposal).rejects.toMatchObject({ message: 'last' });
  await expect(asked().proposal).rejects.toMatchObject({ name: 'DependencyUnavailable' });
});
