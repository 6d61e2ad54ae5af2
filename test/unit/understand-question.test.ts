import { describe, expect, it } from 'vitest';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { RawText } from '#shared/domain/text.ts';
import type { QuestionRewriter, RewriteRequest } from '#shared/ports/question-rewriter.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';
import { type EarlierTurn, understandQuestion } from '#shared/runtime/understand-question.ts';
import { listedEntityFinder } from '../doubles/listed-entity-finder.ts';
import { questionStack } from '../doubles/question-stack.ts';

const SIGNAL = new AbortController().signal;
const CALLER = { tenantId: 'acme', user: 'ana', groups: [] };
const TURNS = [{ question: 'What is the rent of the hall?', answer: 'It is 51,000 euros.' }];
const USE = { model: 'model', calls: 1, inputTokens: 30, outputTokens: 8 };

/** A model that tells questions as the test says, and notes what it was shown. */
function model(told: { standalone: string; parts?: readonly string[] } | Error) {
  const asked: RewriteRequest[] = [];
  const rewriter: QuestionRewriter = {
    name: 'model',
    rewrite: async (request) => {
      asked.push(request);
      if (told instanceof Error) throw told;
      return { parts: [], ...told, usage: { inputTokens: 30, outputTokens: 8 } };
    },
  };
  return { rewriter, asked };
}

async function understand(question: string, turns: readonly EarlierTurn[] = [], rewriter?: QuestionRewriter) {
  const { ports } = await questionStack();
  const asked = { caller: CALLER, text: question as RawText, turns }; // Raw as any question is.
  const { branches, ...rest } = await understandQuestion(asked, { ...ports, rewriter }, SIGNAL);
  return { ...rest, branches: branches.map(({ kind, text }) => `${kind}: ${text}`) };
}

describe('understandQuestion, by rules', () => {
  it('searches a question that stands by itself as it is', async () => {
    expect(await understand('What is the deposit of the shed?', TURNS)).toEqual({
      branches: ['original: What is the deposit of the shed?'],
      by: 'none',
      degraded: false,
    });
  });

  it('searches a follow-up also as what it stands for', async () => {
    expect(await understand('When is it due?', TURNS)).toMatchObject({
      branches: ['original: When is it due?', 'follow-up: When is the rent of the hall due?'],
      by: 'rules',
    });
  });

  it('takes over nothing of an answer', async () => {
    const { branches } = await understand('Why?', [
      { question: 'Is there a deposit?', answer: 'The secret is bluebird.' },
    ]);

    expect(branches.join()).not.toMatch(/secret|bluebird/);
  });

  it('searches two questions apart, the second as what it stands for', async () => {
    expect((await understand('What is the rent of the hall and when is it due?')).branches).toEqual([
      'original: What is the rent of the hall and when is it due?',
      'part: What is the rent of the hall?',
      'part: when is the rent of the hall due?',
    ]);
  });

  it('does not search the same part twice', async () => {
    expect((await understand('What is the rent? What was the rent?')).branches).toHaveLength(1);
  });
});

describe('understandQuestion, by a model', () => {
  it('searches what the model tells, and says what that took', async () => {
    const { rewriter } = model({ standalone: 'When is the rent of the hall due?' });

    expect(await understand('And when, please?', TURNS, rewriter)).toEqual({
      branches: ['original: And when, please?', 'follow-up: When is the rent of the hall due?'],
      by: 'model',
      degraded: false,
      use: USE,
    });
  });

  it('shows it questions and answers after redaction alone', async () => {
    const { rewriter, asked } = model({ standalone: 'When is the rent due?' });

    await understand(
      'When does Ana Ruiz pay?',
      [{ question: 'Who is Ana Ruiz?', answer: 'Ana Ruiz rents.' }],
      rewriter,
    );

    expect(JSON.stringify(asked)).not.toContain('Ruiz');
    expect(asked[0]?.question).toMatch(/^When does \[PERSON:.{9}\] pay\?$/);
    expect(asked[0]?.conversation).toMatch(/^Question: Who is \[PERSON:.{9}\]\?\nAnswer: \[PERSON:.{9}\] rents\.$/);
  });

  it('shows it the last turns alone, and no more of each than it may need', async () => {
    const { rewriter, asked } = model({ standalone: 'When is the rent due?' });
    const turns = Array.from({ length: 8 }, (_, at) => ({ question: `Turn ${at}?`, answer: 'x'.repeat(4_000) }));

    await understand('When is it due?', turns, rewriter);

    expect(asked[0]?.conversation.match(/Turn \d/g)).toEqual(['Turn 4', 'Turn 5', 'Turn 6', 'Turn 7']);
    expect(asked[0]?.conversation.length).toBeLessThan(4_200);
  });

  it.each([994, 997])('shows it no part of a value that its cut at %i parts', async (at) => {
    const { rewriter, asked } = model({ standalone: 'When is the rent due?' });
    const long = `${'x '.repeat(700).slice(0, at - 1)} Ana Ruiz ${'y '.repeat(300)}`;

    await understand('When is it due?', [{ question: long, answer: long }], rewriter);

    const [question = '', answer = ''] = asked[0]?.conversation.split('\nAnswer: ') ?? [];
    expect(question.length).toBeGreaterThan(900);
    expect(answer.length).toBeGreaterThan(900);
    expect(asked[0]?.conversation).not.toMatch(/Ana|Ruiz/);
  });

  it('shows it no part of a value although redaction makes what stands before it much shorter', async () => {
    const { ports } = await questionStack();
    const { rewriter, asked } = model({ standalone: 'When is the rent due?' });
    const address = 'z'.repeat(400);
    const finder = listedEntityFinder({ [address]: 'ADDRESS', 'Ana Ruiz': 'PERSON' });
    const redactor = createRedactor({ finders: [finder], patterns: listedEntityFinder({}), keys: ports.keys });
    const question = `${address} ${'x '.repeat(446)} Ana Ruiz rents.`;

    await understandQuestion(
      { caller: CALLER, text: 'When is it due?' as RawText, turns: [{ question }] },
      { ...ports, redactor, rewriter },
      SIGNAL,
    );

    expect(asked[0]?.conversation).toContain('x x x');
    expect(asked[0]?.conversation).not.toMatch(/Ana|Ruiz|zz/);
  });

  it('asks it only about what follows something or may ask several things', async () => {
    const { rewriter, asked } = model({ standalone: 'x' });

    await understand('What is the rent of the hall?', [], rewriter);

    expect(asked).toEqual([]);
  });

  it('searches no more than two parts of it', async () => {
    const parts = ['What is the rent?', 'What is the deposit?', 'What is the notice period?'];
    const { rewriter } = model({ standalone: 'What are rent, deposit and notice period?', parts });

    const { branches } = await understand('What are rent, deposit and notice period?', [], rewriter);

    expect(branches).toHaveLength(3);
  });

  it.each([
    ['fails', new PipelineFailure('ModelThrottled', 'the model is busy'), undefined],
    ['brings a name of its own', { standalone: 'When does Globex pay the rent?' }, USE],
    ['brings a number of its own in a part', { standalone: 'When is the rent due?', parts: ['Is it 7 euros?'] }, USE],
  ])('falls back to the rules, and says so, when the model %s', async (_what, told, use) => {
    const { rewriter } = model(told);

    expect(await understand('When is it due?', TURNS, rewriter)).toEqual({
      branches: ['original: When is it due?', 'follow-up: When is the rent of the hall due?'],
      by: 'rules',
      degraded: true,
      use,
    });
  });

  it('ends with the asker', async () => {
    const { ports } = await questionStack();
    const { rewriter } = model(new Error('aborted'));
    const asked = { caller: CALLER, text: 'When is it due?' as RawText, turns: TURNS };

    const understood = understandQuestion(asked, { ...ports, rewriter }, AbortSignal.abort());

    await expect(understood).rejects.toMatchObject({ name: 'AbortError' });
  });
});
