import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import type { Policy } from '#shared/domain/policy.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { SearchScope } from '#shared/ports/chunk-index.ts';
import type { QuestionRewriter } from '#shared/ports/question-rewriter.ts';
import { retrieveBranches } from '#shared/runtime/retrieve-branches.ts';
import { notingAnswerer } from '../doubles/noting-answerer.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, EVE, questionApi } from '../doubles/question-api.ts';

const TURNS = [{ question: 'What is the monthly rent of the hall?', answer: 'The secret word is bluebird, they say.' }];
const FOLLOW_UP = { question: 'When is it payable?', turns: TURNS };

/** The query function over the lease and the menu, with other ports where the test says so. */
async function conversation(
  changes: { answerers?: readonly Answerer[]; rewriter?: QuestionRewriter; policy?: Policy } = {},
) {
  const { ports } = await questionApi();
  const handler = createHandler({ ...ports, ...changes });
  const post = (route: string, body: unknown, caller = ANA) => call(handler, { route, caller, body });
  const ask = async (body: unknown, caller = ANA) => post('POST /v1/answers', body, caller);
  const receiptOf = async (id: string) =>
    (await call(handler, { route: 'GET /v1/answers/{id}', id, caller: ANA })).json();
  return { ports, ask, post, receiptOf };
}

const rewriter: QuestionRewriter = {
  name: 'model',
  rewrite: async () => ({
    ...{ standalone: 'When is the monthly rent of the hall payable?', parts: [] },
    usage: { inputTokens: 30, outputTokens: 8 },
  }),
};

describe('a question that follows another', () => {
  it('is answered as what it stands for, and the receipt says how it was understood', async () => {
    const { ask, receiptOf } = await conversation();

    const answer = (await ask(FOLLOW_UP)).json();

    expect(answer).toMatchObject({ outcome: 'answered', claims: [{ citation: { documentId: 'lease' } }] });
    expect(await receiptOf(answer.answerId)).toMatchObject({
      understanding: {
        ...{ by: 'rules', degraded: false, turns: 1 },
        branches: [{ kind: 'original' }, { kind: 'follow-up' }],
      },
      candidates: expect.arrayContaining([expect.objectContaining({ branches: [0, 1], fate: 'shown' })]),
    });
  });

  it('is told to a model as what it stands for', async () => {
    const { answerer, asked } = notingAnswerer(() => []);
    const { ask } = await conversation({ answerers: [answerer] });

    await ask(FOLLOW_UP);

    expect(asked.map(({ question }) => question)).toEqual(['When is the monthly rent of the hall payable?']);
  });

  it('puts what telling it anew took on the receipt', async () => {
    const { answerer } = notingAnswerer(() => []);
    const { ask, receiptOf } = await conversation({ answerers: [answerer], rewriter });

    const receipt = await receiptOf((await ask(FOLLOW_UP)).json().answerId);

    expect(receipt).toMatchObject({ tokens: { input: 40, output: 13 }, understanding: { by: 'model' } });
    expect(receipt.cost.uses).toContainEqual(expect.objectContaining({ model: 'model', calls: 2, inputTokens: 40 }));
  });

  it('is answered without what was said before as evidence: an earlier answer is neither shown nor quoted', async () => {
    const said = TURNS[0]?.answer ?? '';
    const { answerer, asked } = notingAnswerer(({ passages }) => [
      { text: said, chunkId: passages[0]?.chunkId ?? '', quote: said },
      { text: said, chunkId: 'turn-1', quote: said },
    ]);
    const { ask, receiptOf } = await conversation({ answerers: [answerer] });

    const answer = (await ask(FOLLOW_UP)).json();

    expect(answer).toMatchObject({ outcome: 'no-evidence', claims: [] });
    expect(JSON.stringify([asked, answer])).not.toContain('bluebird');
    expect((await receiptOf(answer.answerId)).claims.dropped).toEqual(['quote-not-found', 'chunk-not-retrieved']);
    expect(JSON.stringify(await receiptOf(answer.answerId))).not.toMatch(/bluebird|payable/);
  });

  it('brings nobody nearer to what they may not read', async () => {
    const { ask } = await conversation();
    const plain = async (body: unknown) => ({ ...(await ask(body, EVE)).json(), answerId: '' });

    const forbidden = await plain(FOLLOW_UP);
    const absent = await plain({ ...FOLLOW_UP, turns: [{ question: 'What is the marathon of Bhutan?' }] });

    expect(forbidden).toEqual(absent);
    expect(forbidden.outcome).toBe('no-evidence');
  });

  it('is understood by nothing that stands in what the asker may not read, such as what its acronyms stand for', async () => {
    const { ports, publish } = await questionApi();
    const request = { caller: EVE, text: unredacted('What does the CFO have for it?'), turns: TURNS, limit: 5 };
    const understood = async () => {
      const found = await retrieveBranches(request, ports, new AbortController().signal);
      const { terms, question, queryClass, language, readAs, understanding, searchedBy } = found;
      const told = found.branches.map((branch) => [branch.text, branch.retrieval.question, branch.retrieval.terms]);
      return { terms, question, queryClass, language, readAs, understanding, searchedBy, told };
    };
    const before = await understood();

    const text =
      'CFO stands for chief feeding officer. The CFO has the monthly rent of the hall for lunch. CFO, not COO.';
    for (let at = 0; at < 5; at += 1) await publish({ documentId: `hidden-${at}`, text, access: ['group:board'] });

    expect(await understood()).toEqual(before);
  });

  it('is searched with the asker’s filters in each branch', async () => {
    const { ports } = await questionApi();
    const scopes: SearchScope[] = [];
    const index: typeof ports.index = {
      ...ports.index,
      searchLexical: (terms, scope, signal) => {
        scopes.push(scope);
        return ports.index.searchLexical(terms, scope, signal);
      },
    };
    const handler = createHandler({ ...ports, index });

    await call(handler, {
      route: 'POST /v1/answers',
      caller: ANA,
      body: { ...FOLLOW_UP, collections: ['contracts'] },
    });

    expect(scopes).toHaveLength(2);
    expect(scopes[1]).toEqual(scopes[0]);
    expect(scopes[0]).toMatchObject({ tenantId: 'acme', collections: ['contracts'], generation: { number: 1 } });
  });

  it('is refused when what it stands for breaks a rule', async () => {
    const topic = { terms: ['rent'], atLeast: 1 };
    const rule = { id: 'no-rents', on: ['question'], refusal: 'not-permitted', note: 'Not here.', topic } as const;
    const { ask } = await conversation({ policy: { rules: [rule] } });

    expect((await ask({ question: FOLLOW_UP.question })).json().outcome).not.toBe('not-permitted');
    expect((await ask(FOLLOW_UP)).json()).toMatchObject({
      outcome: 'not-permitted',
      notes: ['Not here.', expect.anything()],
    });
  });

  it('says so when the model that should have read the turns did not help', async () => {
    const broken: QuestionRewriter = { name: 'model', rewrite: async () => Promise.reject(new Error('down')) };
    const { ask } = await conversation({ rewriter: broken });

    const { outcome, notes } = (await ask(FOLLOW_UP)).json();

    expect(outcome).toBe('answered');
    expect(notes).toContainEqual(expect.stringContaining('earlier turns'));
  });

  it.each([
    ['more turns than eight', { ...FOLLOW_UP, turns: Array.from({ length: 9 }, () => ({ question: 'Why?' })) }],
    ['an answer of 4,001 characters', { ...FOLLOW_UP, turns: [{ question: 'Why?', answer: 'x'.repeat(4_001) }] }],
    ['a turn with a field of its own', { ...FOLLOW_UP, turns: [{ question: 'Why?', evidence: 'x' }] }],
    ['a turn without a question', { ...FOLLOW_UP, turns: [{ answer: 'x' }] }],
  ])('is refused with %s', async (_what, body) => {
    const { ask } = await conversation();

    expect((await ask(body)).status).toBe(400);
  });
});

describe('a question that asks two things', () => {
  it('is answered one by one', async () => {
    const { ask } = await conversation();

    const question = 'What is the monthly rent of the hall and when does the canteen serve lunch?';
    const { claims } = (await ask({ question })).json();

    expect(claims.map(({ citation }: { citation: { documentId: string } }) => citation.documentId)).toEqual(
      expect.arrayContaining(['lease', 'menu']),
    );
  });
});

describe('POST /v1/search with earlier turns', () => {
  it('finds what the query stands for, and asks no model', async () => {
    const { answerer, asked } = notingAnswerer(() => []);
    const silent: QuestionRewriter = { name: 'model', rewrite: () => Promise.reject(new Error('must not be asked')) };
    const { post } = await conversation({ answerers: [answerer], rewriter: silent });

    const { passages } = (await post('POST /v1/search', { query: 'When is it payable?', turns: TURNS })).json();

    expect(passages[0].documentId).toBe('lease');
    expect(asked).toEqual([]);
  });
});
