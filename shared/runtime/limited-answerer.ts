import type { Answerer } from '../ports/answerer.ts';
import { type ModelLimiterOptions, modelLimiter } from './model-limiter.ts';

/**
 * The same answerer, asked no faster than its model answers. One that fails after it told a claim is not asked again: what
 * was told cannot be taken back, and another try would tell it twice.
 */
export function limitedAnswerer(answerer: Answerer, options: ModelLimiterOptions): Answerer {
  const limiter = modelLimiter(options);
  return {
    name: answerer.name,
    answer: async (request, signal, onClaim) => {
      let isTold = false;
      const tell =
        onClaim &&
        ((claim: Parameters<typeof onClaim>[0]) => {
          isTold = true;
          onClaim(claim);
        });
      const ending = await limiter.run(async () => {
        try {
          return { reply: await answerer.answer(request, signal, tell) };
        } catch (failure) {
          if (isTold) return { failure };
          throw failure;
        }
      }, signal);
      if ('failure' in ending) throw ending.failure;
      return ending.reply;
    },
  };
}
