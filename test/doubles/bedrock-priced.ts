import { ENVIRONMENTS } from '#infra/environments/by-name.ts';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import { answerPrompt } from '#shared/domain/answer-prompt.ts';

const { models } = ENVIRONMENTS.prod;

/** A local run as if its models were those of Bedrock: same ports, same calls, tokens by the product's tokenizer. */
export function bedrockPriced() {
  /** Tokens that passed the ports, counted apart from what the product itself wrote down. */
  const counted = { passage: 0, query: 0, input: 0, output: 0 };

  const decorate = (ports: LocalPorts): LocalPorts => {
    const { embedder, tokens, answerers } = ports;
    const count = (texts: readonly string[]) => texts.reduce((sum, text) => sum + tokens.count(text), 0);
    return {
      ...ports,
      embedder: {
        ...embedder,
        modelId: models.embedding,
        embed: (texts, purpose, signal, onTokens) => {
          if (onTokens) counted[purpose] += count(texts); // Without it, it is on nobody's account: descriptions of classes.
          onTokens?.(count(texts));
          return embedder.embed(texts, purpose, signal);
        },
      },
      answerers: answerers.map((answerer) => ({
        name: models.answer,
        answer: async (request, signal) => {
          const { claims } = await answerer.answer(request, signal);
          const { system, user } = answerPrompt(request, 'fence');
          const usage = { inputTokens: count([system, user]), outputTokens: count([JSON.stringify(claims)]) };
          counted.input += usage.inputTokens;
          counted.output += usage.outputTokens;
          return { claims, usage };
        },
      })),
    };
  };
  return { decorate, counted };
}
