import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import type { CarriedClaim } from '#shared/domain/claim-check.ts';
import { opposingClaims } from '#shared/domain/opposing-claims.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import { passage } from '../doubles/passages.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, questionApi } from '../doubles/question-api.ts';

const HANDBOOK = 'The notice period of permanent staff is three months.';
const CIRCULAR = 'The notice period of permanent staff is six months.';
const QUESTION = 'How long is the notice period of permanent staff?';

const named = (chunkId: string, text: string) => ({ ...passage(text), chunkId });
const quoting = (chunkId: string, quote: string): CarriedClaim => ({
  ...{ outcome: 'carried', text: quote, passage: named(chunkId, quote), start: 0, end: quote.length, quote },
});

describe('what other passages say against a claim', () => {
  const found = [named('a', `Welcome. ${HANDBOOK}`), named('b', `It was decided in May. ${CIRCULAR} It begins today.`)];

  it('is their sentence in its own words', () => {
    expect(opposingClaims([quoting('a', HANDBOOK)], found, QUESTION)).toEqual([
      { text: CIRCULAR, chunkId: 'b', quote: CIRCULAR },
    ]);
  });

  it('is nothing new where the answer has both already', () => {
    expect(opposingClaims([quoting('a', HANDBOOK), quoting('b', CIRCULAR)], found, QUESTION)).toEqual([]);
  });

  it('is nothing where they agree, and nothing that the same passage says', () => {
    const agreeing = [named('a', `${HANDBOOK} ${CIRCULAR}`), named('b', 'The canteen opens at noon on every day.')];

    expect(opposingClaims([quoting('a', HANDBOOK)], agreeing, QUESTION)).toEqual([]);
  });

  it('is two sentences at most', () => {
    const many = ['five', 'six', 'seven'].map((count) => named(count, CIRCULAR.replace('six', count)));

    const opposing = opposingClaims([quoting('a', HANDBOOK)], many, QUESTION);

    expect(opposing.map(({ chunkId }) => chunkId)).toEqual(['five', 'six']);
  });
});

it('a model that read one of two documents has its answer shown with what the other says', async () => {
  const { ports, publish } = await questionApi();
  await publish({ documentId: 'handbook', text: HANDBOOK });
  await publish({ documentId: 'circular', text: CIRCULAR });
  const oneSided: Answerer = {
    name: 'stub',
    answer: async ({ passages }) => {
      const chunkId = passages.find(({ documentId }) => documentId === 'handbook')?.chunkId ?? '';
      return { claims: [{ text: HANDBOOK, chunkId, quote: HANDBOOK }], usage: { inputTokens: 0, outputTokens: 0 } };
    },
  };
  const handler = createHandler({ ...ports, answerers: [oneSided] });

  const answer = (await call(handler, { route: 'POST /v1/answers', caller: ANA, body: { question: QUESTION } })).json();

  expect(answer.claims.map(({ text }: { text: string }) => text)).toEqual([HANDBOOK, CIRCULAR]);
  expect(answer.conflicts).toEqual([{ about: 'number', claims: [0, 1] }]);
});
