import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { ANA, accessScene, BOB, BUDGET, EVE, MARKERS, MERGER, NOTHING } from '../doubles/access-scene.ts';
import { type ApiAnswer, type ApiRequest, apiStack } from '../doubles/api-stack.ts';

let api: Awaited<ReturnType<typeof apiStack>>;

beforeAll(async () => {
  api = await apiStack();
  await accessScene(api);
});
afterAll(() => api.close());

const STREAM = { accept: 'text/event-stream' };
const QUESTIONS: Readonly<Record<string, string>> = {
  [BUDGET]: 'How many euros does the tourmaline reserve of the workshop hold?',
  [MERGER]: 'When does the bluebird merger of the shipping company close?',
};
const NONSENSE = 'Which zebra played the violin on Neptune?';

const ask = (question: string): ApiRequest => ({ method: 'POST', path: '/v1/answers', body: { question } });
const search = (query: string): ApiRequest => ({ method: 'POST', path: '/v1/search', body: { query } });

/** What an answer says, less what is new in every answer. */
function told({ status, type, text }: ApiAnswer) {
  const fresh = /"(?:answerId|instance|at)":"[^"]*"|"timings":\{[^}]*\}/g;
  return { status, type, text: text.replaceAll(fresh, '""') };
}

function traces(answer: ApiAnswer, key: string): string[] {
  return [api.idOf(key), ...MARKERS].filter((trace) => answer.text.toLowerCase().includes(trace));
}

const OUTSIDERS: readonly [string, Caller][] = [
  ['without the group', BOB],
  ['of the other tenant', EVE],
];
const CASES = OUTSIDERS.flatMap(([who, caller]) => [BUDGET, MERGER].map((key) => ({ who, caller, key })));

describe.each(CASES)('a token $who, and the document $key', ({ caller, key }) => {
  it.each(['GET', 'DELETE'])('looks the same as one that is not there to %s', async (method) => {
    const hidden = await api.as(caller, { method, path: `/v1/documents/${api.idOf(key)}` });
    const missing = await api.as(caller, { method, path: `/v1/documents/${api.idOf(NOTHING)}` });

    expect(hidden).toMatchObject({ status: 404, type: 'application/problem+json' });
    expect(told(hidden)).toEqual(told(missing));
  });

  it('is not in any list', async () => {
    for (const query of ['', '?status=published', '?limit=1', `?after=${api.idOf(key).slice(0, 31)}`]) {
      const list = await api.as(caller, { path: `/v1/documents${query}` });

      expect(list.status).toBe(200);
      expect(traces(list, key)).toEqual([]);
    }
  });

  it('is not among the passages, whatever is searched for', async () => {
    const found = await api.as(caller, search(QUESTIONS[key] ?? ''));

    expect(found.status).toBe(200);
    expect(traces(found, key)).toEqual([]);
  });

  it.each([
    ['as JSON', {}],
    ['as a stream', STREAM],
  ])('is answered by the refusal of what nothing answers, %s', async (_how, headers) => {
    const hidden = await api.as(caller, { ...ask(QUESTIONS[key] ?? ''), headers });
    const missing = await api.as(caller, { ...ask(NONSENSE), headers });

    expect(hidden.text).toContain('no-evidence');
    expect(told(hidden)).toEqual(told(missing));
  });

  it('is in no receipt of the asker', async () => {
    const { answerId } = (await api.as(caller, ask(QUESTIONS[key] ?? ''))).json as AnswerResponse;

    const receipt = await api.as(caller, { path: `/v1/answers/${answerId}` });

    expect(receipt.status).toBe(200);
    expect(traces(receipt, key)).toEqual([]);
  });

  it('is not told of by the answers of others, nor do they take a verdict', async () => {
    const { answerId } = (await api.as(ANA, ask(QUESTIONS[key] ?? ''))).json as AnswerResponse;
    const judge = (id: string) => ({
      method: 'POST',
      path: `/v1/answers/${id}/feedback`,
      body: { verdict: 'helpful' },
    });

    for (const requestOf of [(id: string) => ({ path: `/v1/answers/${id}` }), judge]) {
      const hidden = await api.as(caller, requestOf(answerId));
      expect(hidden.status).toBe(404);
      expect(told(hidden)).toEqual(told(await api.as(caller, requestOf('never-given'))));
    }
  });

  it('stays what it was', async () => {
    const record = await api.recordOf(key);

    expect(record).toMatchObject({ status: 'published', attempt: 1 });
  });
});

describe('the permitted token', () => {
  it.each([BUDGET, MERGER])('gets %s on each of these routes', async (key) => {
    const id = api.idOf(key);
    const question = QUESTIONS[key] ?? '';

    const answer = (await api.as(ANA, ask(question))).json as AnswerResponse;
    const texts = await Promise.all(
      [
        { path: `/v1/documents/${id}` },
        { path: '/v1/documents' },
        search(question),
        { ...ask(question), headers: STREAM },
        { path: `/v1/answers/${answer.answerId}` },
      ].map(async (request) => (await api.as(ANA, request)).text),
    );
    const verdict = { method: 'POST', path: `/v1/answers/${answer.answerId}/feedback`, body: { verdict: 'helpful' } };

    expect(answer).toMatchObject({ outcome: 'answered', claims: [{ citation: { documentId: id } }] });
    for (const text of texts) expect(text).toContain(id);
    expect((await api.as(ANA, verdict)).status).toBe(204);
  });

  it('no longer sees a document in its own receipt once it comes without the group', async () => {
    const { answerId } = (await api.as(ANA, ask(QUESTIONS[BUDGET] ?? ''))).json as AnswerResponse;

    const receipt = await api.as({ ...ANA, groups: [] }, { path: `/v1/answers/${answerId}` });

    expect(receipt.status).toBe(200);
    expect(traces(receipt, BUDGET)).toEqual([]);
  });
});

describe('an upload over the path of a document', () => {
  const upload = (collection: string, path: string): ApiRequest => ({
    method: 'POST',
    path: '/v1/documents',
    body: { collection, path, bytes: 10 },
  });

  it.each(OUTSIDERS)(
    'looks to a token %s the same as one into a collection that is not there',
    async (_who, caller) => {
      const hidden = await api.as(caller, upload('finance', 'tourmaline-budget.txt'));

      expect(hidden.status).toBe(404);
      expect(told(hidden)).toEqual(told(await api.as(caller, upload('nowhere', 'tourmaline-budget.txt'))));
    },
  );

  it('is refused to who may write beside it but not read it, and says nothing of it', async () => {
    const refused = await api.as(BOB, upload('handbook', 'bluebird-plan.txt'));

    expect(refused.status).toBe(403);
    expect(traces(refused, MERGER)).toEqual([]);
  });

  it('is allowed to who may read it', async () => {
    expect((await api.as(ANA, upload('finance', 'tourmaline-budget.txt'))).status).toBe(201);
    expect((await api.as(ANA, upload('handbook', 'bluebird-plan.txt'))).status).toBe(201);
  });
});
