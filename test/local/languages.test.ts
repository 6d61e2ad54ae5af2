import { describe, expect, it } from 'vitest';
import { wholeAnswer } from '#functions/query/answer-question.ts';
import { searchPassages } from '#functions/query/search-passages.ts';
import { SearchResponseSchema } from '#shared/contracts/api.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import { questionStack } from '../doubles/question-stack.ts';

const ANA = { tenantId: 'acme', user: 'ana', groups: [] };
const signal = new AbortController().signal;
const QUESTION = 'Wie lang sind die Kündigungsfristen der Mietverträge?';
const ANSWER = 'Die Kündigungsfrist eines Mietvertrags beträgt sechs Monate.';

async function served(languages: Embedder['languages']) {
  const { ports, publish } = await questionStack();
  await publish({ documentId: 'vertrag', text: ANSWER });
  await publish({ documentId: 'kantine', text: 'Die Kantine öffnet um zwölf Uhr und schließt um drei.' });
  await publish({ documentId: 'lease', text: 'The rent of the hall is due on the first day of the month.' });
  return { ...ports, embedder: { ...ports.embedder, languages } };
}

describe('a question in a language beyond the embedder', () => {
  it('is searched by its words alone, and says so to who searches', async () => {
    const ports = await served(['en']);

    const found = SearchResponseSchema.parse(await searchPassages(ANA, { query: QUESTION, limit: 5 }, ports, signal));

    expect(found.passages.map(({ documentId }) => documentId)).toEqual(['vertrag']);
    expect(found.notes).toEqual([expect.stringContaining('by its words alone')]);
  });

  it('is answered by its words, with the note, and the receipt tells', async () => {
    const ports = await served(['en']);

    const { answerId, outcome, claims, notes } = await wholeAnswer(ANA, { question: QUESTION }, ports, signal);

    expect(outcome).toBe('answered');
    expect(claims.map(({ citation }) => citation.quote)).toEqual([ANSWER]);
    expect(notes).toContainEqual(expect.stringContaining('by its words alone'));
    expect((await ports.ledger.receipt('acme', answerId))?.question).toEqual({
      ...{ language: 'de', byWords: true, asked: 'sentence' },
    });
  });

  it('still ranks the vector side by its scores when that is measured alone', async () => {
    const ports = await served(['en']);

    const { passages } = await retrievePassages(
      { caller: ANA, text: unredacted(QUESTION), limit: 5, side: 'vector' },
      ports,
      signal,
    );

    expect(passages.map(({ score }) => score)).toEqual(passages.map(({ score }) => score).sort((a, b) => b - a));
    expect(passages[0]?.score).toBe(1);
  });

  it('leaves the vector side out, so that what only seems near does not show', async () => {
    const retrieve = async (languages: Embedder['languages']) =>
      retrievePassages({ caller: ANA, text: unredacted(QUESTION), limit: 5 }, await served(languages), signal);

    const [alone, both] = [await retrieve(['en']), await retrieve('many')];

    expect(alone.traces.every(({ vectorRank }) => vectorRank === undefined)).toBe(true);
    expect(both.traces.some(({ vectorRank }) => vectorRank !== undefined)).toBe(true);
    expect(both.byWords).toBe(false);
  });
});

it('a question that the embedder understands is served without a note', async () => {
  const ports = await served(['en']);

  const { notes, passages } = await searchPassages(
    ...[ANA, { query: 'When is the rent of the hall due?', limit: 1 }, ports, signal],
  );

  expect(notes).toEqual([]);
  expect(passages[0]?.documentId).toBe('lease');
});
