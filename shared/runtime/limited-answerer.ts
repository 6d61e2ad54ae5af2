import type { Answerer } from '../ports/answerer.ts';
import { type ModelLimiterOptions, modelLimiter } from './model-limiter.ts';

/** The same answerer, asked no faster than its model answers. */
export function limitedAnswerer(answerer: Answerer, options: ModelLimiterOptions): Answerer {
  const limiter = modelLimiter(options);
  return {
    name: answerer.name,
    answer: (request, signal) => limiter.run(() => answerer.answer(request, signal), signal),
  };
}
