import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';

/** Ids of the models that embed and write for an environment, each once. A reranker may stand in another region. */
export function modelsOf({
  embedding,
  answer,
  secondAnswer,
  documentClass,
}: Pick<EnvironmentSettings['models'], 'embedding' | 'answer' | 'secondAnswer' | 'documentClass'>): readonly string[] {
  return [...new Set([embedding, answer, secondAnswer, documentClass])].filter((model) => model !== undefined);
}
