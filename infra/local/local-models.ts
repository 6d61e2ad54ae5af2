import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inferenceWorkers } from '#shared/adapters/local/inference-workers.ts';
import { openAiAnswerer } from '#shared/adapters/portable/openai-answerer.ts';
import { openAiRewriter } from '#shared/adapters/portable/openai-rewriter.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import type { QuestionRewriter } from '#shared/ports/question-rewriter.ts';

const MODELS = fileURLToPath(new URL('../../models', import.meta.url));
const modelFiles = (name: string) => ({
  modelPath: path.join(MODELS, name, 'model.onnx'),
  tokenizerPath: path.join(MODELS, name, 'tokenizer.json'),
});

/** The weights in the repository. */
export const MODEL_FILES = { embedder: modelFiles('bge-small-en-v1.5'), entityFinder: modelFiles('rampart-ner') };

/** The models behind OpenAI-compatible endpoints that the settings name, first and second. */
export function configuredAnswerers(settings: LocalSettings): Answerer[] {
  return [
    ...answererAt(settings.AFFIDAVIT_MODEL_URL, settings.AFFIDAVIT_MODEL, settings.AFFIDAVIT_MODEL_KEY),
    ...answererAt(
      settings.AFFIDAVIT_SECOND_MODEL_URL,
      settings.AFFIDAVIT_SECOND_MODEL,
      settings.AFFIDAVIT_SECOND_MODEL_KEY,
    ),
  ];
}

/** The first of them, for telling questions anew; none without a model. */
export function configuredRewriter(settings: LocalSettings): QuestionRewriter | undefined {
  const { AFFIDAVIT_MODEL_URL: baseUrl, AFFIDAVIT_MODEL: model, AFFIDAVIT_MODEL_KEY: apiKey } = settings;
  if (baseUrl === undefined || model === undefined) return undefined;
  return openAiRewriter({ baseUrl, model, apiKey, ids: randomIds });
}

function answererAt(baseUrl: string | undefined, model: string | undefined, apiKey: string | undefined): Answerer[] {
  return baseUrl === undefined || model === undefined
    ? []
    : [openAiAnswerer({ baseUrl, model, apiKey, ids: randomIds })];
}

interface Models {
  readonly embedder: Embedder;
  readonly finders: readonly EntityFinder[];
  close(): Promise<void>;
}

/** The small models on threads of their own, but for those that something else stands in for. */
export async function openModels(
  settings: LocalSettings,
  { embedder, finders }: Partial<Pick<Models, 'embedder' | 'finders'>>,
): Promise<Models> {
  if (embedder !== undefined && finders !== undefined) return { embedder, finders, close: async () => {} };
  const workers = await inferenceWorkers({
    embedder: MODEL_FILES.embedder,
    embedders: settings.AFFIDAVIT_EMBEDDERS,
    entityFinder: MODEL_FILES.entityFinder,
  });
  return {
    embedder: embedder ?? workers.embedder,
    finders: finders ?? [workers.entityFinder],
    close: workers.close,
  };
}
