import { describe, expect, it } from 'vitest';
import { redacted } from '#shared/domain/text.ts';
import type { QuestionRewriter } from '#shared/ports/question-rewriter.ts';

/** What an honest model tells of the suite's question. */
export const TOLD = { standalone: 'When is the rent of the hall due?', parts: [] };

const REQUEST = {
  question: redacted('When is it due?'),
  conversation: redacted('Question: What is the rent of the hall?\nAnswer: It is 51,000 euros.'),
};

/** What every rewriter keeps to. `create` gives one over a model that hands in `told`. */
export function questionRewriterSuite({
  name,
  create,
}: {
  readonly name: string;
  readonly create: (told: unknown) => QuestionRewriter | Promise<QuestionRewriter>;
}): void {
  describe(`QuestionRewriter, ${name}`, () => {
    it('has a name for the receipt', async () => {
      expect((await create(TOLD)).name).toMatch(/./);
    });

    it('hands on what the model tells, and says what it took', async () => {
      const rewriter = await create(TOLD);

      expect(await rewriter.rewrite(REQUEST)).toEqual({ ...TOLD, usage: { inputTokens: 9, outputTokens: 3 } });
    });

    it('fails by name, without text and with what it took, when the model tells something else', async () => {
      const rewriter = await create({ standalone: 7, note: 'the rent of the hall' });

      const failure = await rewriter.rewrite(REQUEST).catch((error: unknown) => error);

      expect(failure).toMatchObject({
        name: 'DependencyUnavailable',
        details: { inputTokens: 9, outputTokens: 3 },
      });
      expect(String(failure)).not.toContain('rent');
    });

    it('stops when the signal is aborted', async () => {
      const rewriter = await create(TOLD);

      await expect(rewriter.rewrite(REQUEST, AbortSignal.abort())).rejects.toThrow();
    });
  });
}
