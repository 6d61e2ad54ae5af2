import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inferenceWorkers } from '#shared/adapters/local/inference-workers.ts';
import { openAiAnswerer } from '#shared/adapters/portable/openai-answerer.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemChance } from '#shared/adapters/portable/system-chance.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import type { LocalSettings } from '#shared/contracts/settings.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import { limitedAnswerer } from '#shared/runtime/limited-answerer.ts';
import { ASKING_PATIENCE } from '#shared/runtime/model-limiter.ts';

const MODELS = fileURLToPath(new URL('../../models', import.meta.url));
const modelFiles = (name: string) => ({
  modelPath: path.join(MODELS, name, 'model.onnx'),
  tokenizerPath: path.join(MODELS, name, 'tokenizer.json'),
});

/** The weights in the repository. */
export const MODEL_FILES = { embedder: modelFiles('bge-small-en-v1.5'), entityFinder: modelFiles('rampart-ner') };

/** The model behind an OpenAI-compatible endpoint, when the settings name one. */
export function configuredAnswerer({
  AFFIDAVIT_MODEL_URL,
  AFFIDAVIT_MODEL,
  AFFIDAVIT_MODEL_KEY,
}: LocalSettings): Answerer[] {
  if (AFFIDAVIT_MODEL_URL === undefined || AFFIDAVIT_MODEL === undefined) return [];
  const key = AFFIDAVIT_MODEL_KEY === undefined ? {} : { apiKey: AFFIDAVIT_MODEL_KEY };
  const answerer = openAiAnswerer({ baseUrl: AFFIDAVIT_MODEL_URL, model: AFFIDAVIT_MODEL, ids: randomIds, ...key });
  const limits = { clock: systemClock, chance: systemChance, patienceMilliseconds: ASKING_PATIENCE };
  return [limitedAnswerer(answerer, limits)];
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
