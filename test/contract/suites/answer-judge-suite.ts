import { describe, expect, it } from 'vitest';
import type { JudgedText } from '#shared/domain/judge-prompt.ts';
import { redacted } from '#shared/domain/text.ts';
import type { AnswerJudge } from '#shared/ports/answer-judge.ts';

const JUDGED: JudgedText = {
  criterion: 'faithful',
  question: redacted(''),
  reference: redacted('The monthly rent of the hall is 51,000 euros.'),
  answer: redacted('The rent is 51,000 euros.'),
};

/** What every judge keeps to. `create` gives one over a model that hands in `told`. */
export function answerJudgeSuite({
  name,
  create,
}: {
  readonly name: string;
  readonly create: (told: unknown) => AnswerJudge | Promise<AnswerJudge>;
}): void {
  describe(`AnswerJudge, ${name}`, () => {
    it.each([
      ['yes', true],
      ['no', false],
    ])('hands on the verdict %s, and says what it took', async (verdict, holds) => {
      const judge = await create({ reason: 'It is said.', verdict });

      expect(judge.name).toMatch(/./);
      expect(await judge.judge(JUDGED)).toEqual({ holds, usage: { inputTokens: 9, outputTokens: 3 } });
    });

    it('fails by name, without text and with what it took, when the model tells something else', async () => {
      const judge = await create({ reason: 'the rent of the hall', verdict: 'perhaps' });

      const failure = await judge.judge(JUDGED).catch((error: unknown) => error);

      expect(failure).toMatchObject({
        name: 'DependencyUnavailable',
        details: { inputTokens: 9, outputTokens: 3 },
      });
      expect(String(failure)).not.toContain('rent');
    });

    it('stops when the signal is aborted', async () => {
      const judge = await create({ reason: '', verdict: 'yes' });

      await expect(judge.judge(JUDGED, AbortSignal.abort())).rejects.toThrow();
    });
  });
}
