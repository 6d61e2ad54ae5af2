import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { crossEncoderWorkers } from '#shared/adapters/local/cross-encoder-workers.ts';
import { inferenceWorkers } from '#shared/adapters/local/inference-workers.ts';
import { openAiAnswerer } from '#shared/adapters/portable/openai-answerer.ts';
import { openAiJudge } from '#shared/adapters/portable/openai-judge.ts';
import { openAiRewriter } from '#shared/adapters/portable/openai-rewriter.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { AnswerJudge } from '#shared/ports/answer-judge.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import type { QuestionRewriter } from '#shared/ports/question-rewriter.ts';
import type { Reranker } from '#shared/ports/reranker.ts';

const MODELS = fileURLToPath(new URL('../../models', import.meta.url));
const filesOf = (folder: string) => ({
  modelPath: path.join(folder, 'model.onnx'),
  tokenizerPath: path.join(folder, 'tokenizer.json'),
});
const modelFiles = (name: string) => filesOf(path.join(MODELS, name));

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

/** The model that judges answers: one of its own, or the first of them; none without either. */
export function configuredJudge(settings: LocalSettings): AnswerJudge | undefined {
  const own = {
    baseUrl: settings.AFFIDAVIT_JUDGE_MODEL_URL,
    model: settings.AFFIDAVIT_JUDGE_MODEL,
    apiKey: settings.AFFIDAVIT_JUDGE_MODEL_KEY,
  };
  const answering = {
    baseUrl: settings.AFFIDAVIT_MODEL_URL,
    model: settings.AFFIDAVIT_MODEL,
    apiKey: settings.AFFIDAVIT_MODEL_KEY,
  };
  const { baseUrl, model, apiKey } = own.baseUrl === undefined ? { ...answering, ...defined(own.model) } : own;
  return baseUrl === undefined || model === undefined
    ? undefined
    : openAiJudge({ baseUrl, model, apiKey, ids: randomIds });
}

/** Another model of the same endpoint, where only that is named. */
function defined(model: string | undefined) {
  return model === undefined ? {} : { model };
}

function answererAt(baseUrl: string | undefined, model: string | undefined, apiKey: string | undefined): Answerer[] {
  return baseUrl === undefined || model === undefined
    ? []
    : [openAiAnswerer({ baseUrl, model, apiKey, ids: randomIds })];
}

/**
 * The cross-encoder that the settings name, if they name one.
 *
 * @throws PipelineFailure `InputInvalid` when its files are not there.
 */
export function openCrossEncoder({
  AFFIDAVIT_RERANKER: kind,
  AFFIDAVIT_RERANKER_MODEL: folder = '',
  AFFIDAVIT_EMBEDDERS: threads,
}: LocalSettings): { readonly reranker?: Reranker; close(): Promise<void> } {
  if (kind !== 'cross-encoder') return { close: async () => {} };
  const files = filesOf(folder);
  if (Object.values(files).some((file) => !existsSync(file))) {
    throw new PipelineFailure(
      'InputInvalid',
      'AFFIDAVIT_RERANKER_MODEL is no folder with model.onnx and tokenizer.json',
    );
  }
  return crossEncoderWorkers({ ...files, name: path.basename(folder), threads });
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
