import type { LocalPorts } from '#infra/local/local-ports.ts';
import { patternEntityFinder } from '#shared/adapters/portable/pattern-entity-finder.ts';
import { answerPrompt } from '#shared/domain/answer-prompt.ts';
import type { ModelUse } from '#shared/domain/metered-cost.ts';
import { rewritePrompt } from '#shared/domain/rewrite-prompt.ts';
import { comprehendUse, guardrailUses } from '#shared/domain/text-units.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import type { Guardrail } from '#shared/ports/guardrail.ts';
import type { QuestionRewriter } from '#shared/ports/question-rewriter.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';

/** What a deployment may ask besides: each is counted where it is called, apart from what the product wrote down. */
export type PaidOption = 'rewriter' | 'class model' | 'detector' | 'guardrail';

interface CountedCall {
  readonly option: PaidOption;
  readonly uses: readonly ModelUse[];
  readonly characters: number;
}

/** A local run with everything that costs money on: same ports, same calls, tokens by the product's tokenizer. */
export function paidOptions(model: string) {
  const calls: CountedCall[] = [];

  const decorate = (ports: LocalPorts): LocalPorts => {
    const { tokens, keys } = ports;
    const note = (option: PaidOption, uses: readonly ModelUse[], characters: number) =>
      void calls.push({ option, uses, characters });
    const tokensOf = ({ system, user }: { readonly system: string; readonly user: string }, said: object) => ({
      inputTokens: tokens.count(system) + tokens.count(user),
      outputTokens: tokens.count(JSON.stringify(said)),
    });
    const rewriter: QuestionRewriter = {
      name: model,
      rewrite: async (request) => {
        const told = { standalone: 'When is the steam pressure of plant 3 measured?', parts: [] };
        const usage = tokensOf(rewritePrompt(request, 'fence'), told);
        note('rewriter', [{ model, calls: 1, ...usage }], 0);
        return { ...told, usage };
      },
    };
    const classModel: Answerer = {
      name: model,
      answer: async (request) => {
        const usage = tokensOf(answerPrompt(request, 'fence'), []);
        note('class model', [{ model, calls: 1, ...usage }], 0);
        return { claims: [], usage };
      },
    };
    const detector: EntityFinder = {
      languages: ['en'],
      usesFor: (text) => [comprehendUse([text])],
      find: async (text) => {
        note('detector', [comprehendUse([text])], text.length);
        return [];
      },
    };
    const guardrail: Guardrail = {
      judge: async (_side, { length }) => {
        const units = Math.ceil(length / 1_000);
        const uses = guardrailUses({ content: units, topics: units, pii: units });
        note('guardrail', uses, length);
        return { blocks: false, uses };
      },
    };
    const redactor = createRedactor({ finders: [detector], patterns: patternEntityFinder(), keys });
    const judging = { guardrail };
    return { ...ports, rewriter, classModel, redactor, ...judging };
  };
  return { decorate, calls };
}
