import type { Caller } from '../domain/access.ts';

/** The API as those who ask questions see it. */
export interface QuestionApi {
  /**
   * What it answers to a caller whom its authorizer let in, as parsed JSON.
   *
   * @throws PipelineFailure what the problem document stands for, or `DependencyUnavailable` when there is no answer.
   */
  post(caller: Caller, path: '/v1/answers' | '/v1/search', body: unknown, signal?: AbortSignal): Promise<unknown>;
}
