import { embeddingCheck } from '#shared/adapters/portable/embedding-check.ts';
import { type ExtractiveAnswererOptions, extractiveAnswerer } from '#shared/adapters/portable/extractive-answerer.ts';
import { localReranker } from '#shared/adapters/portable/local-reranker.ts';
import { systemChance } from '#shared/adapters/portable/system-chance.ts';
import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Guardrail } from '#shared/ports/guardrail.ts';
import type { Metrics } from '#shared/ports/metrics.ts';
import type { QuestionRewriter } from '#shared/ports/question-rewriter.ts';
import type { Reranker } from '#shared/ports/reranker.ts';
import type { SecondCheck } from '#shared/ports/second-check.ts';
import type { CircuitBreaker } from '#shared/runtime/circuit-breaker.ts';
import { guardedModels } from '#shared/runtime/guarded-answerer.ts';
import { guardedGuardrail } from '#shared/runtime/guarded-guardrail.ts';
import { guardedReranker } from '#shared/runtime/guarded-reranker.ts';
import { guardedRewriter } from '#shared/runtime/guarded-rewriter.ts';
import { limitedCheck } from '#shared/runtime/limited-check.ts';
import { configuredAnswerers, configuredRewriter } from './local-models.ts';

export interface QuestionModels {
  /** In the order in which they are asked; the extractive one is the last. */
  readonly answerers: readonly Answerer[];
  readonly reranker: Reranker | undefined;
  readonly secondCheck?: SecondCheck | undefined;
  /** The first model, where there is one. */
  readonly rewriter?: QuestionRewriter | undefined;
  /** None is configured on one machine: what asks a service there is a drill. */
  readonly guardrail?: Guardrail | undefined;
  /** Asked for the class of documents that nothing else tells, when the settings say so. */
  readonly classModel: Answerer | undefined;
  /** Of the models, the reranker and the guardrail; that of the index belongs to the function that asks it. */
  readonly breakers: readonly CircuitBreaker[];
}

export interface QuestionModelOverrides {
  readonly answerers?: readonly Answerer[];
  /** In place of the models that the settings name; the extractive answerer stays behind them. */
  readonly models?: readonly Answerer[];
  /** In place of the one that the settings name. */
  readonly reranker?: Reranker;
  readonly rewriter?: QuestionRewriter;
  readonly guardrail?: Guardrail;
}

/** The models in their order, the extractive answerer behind them, and the reranker before them. */
export function openQuestionModels(
  settings: LocalSettings,
  {
    answerers,
    models = configuredAnswerers(settings),
    reranker,
    rewriter = configuredRewriter(settings),
    guardrail,
  }: QuestionModelOverrides,
  { clock, metrics, ...ports }: ExtractiveAnswererOptions & { readonly clock: Clock; readonly metrics: Metrics },
): QuestionModels {
  const limits = { clock, metrics, chance: systemChance };
  const guarded = guardedModels(models, limits);
  const rewriting = guardedRewriter(rewriter, limits);
  const local = settings.AFFIDAVIT_RERANKER === 'local' ? localReranker({ analyzer: ports.analyzer }) : undefined;
  const judging = guardedGuardrail(guardrail, limits);
  const reranking = guardedReranker(reranker ?? local, limits);
  return {
    answerers: answerers ?? [...guarded.answerers, extractiveAnswerer(ports)],
    reranker: reranking.reranker,
    rewriter: rewriting.rewriter,
    guardrail: judging.guardrail,
    secondCheck:
      settings.AFFIDAVIT_SECOND_CHECK === 'embedding'
        ? limitedCheck(embeddingCheck(ports.embedder), limits)
        : undefined,
    classModel: settings.AFFIDAVIT_CLASS_MODEL === 'on' ? guarded.answerers[0] : undefined,
    breakers: [guarded, reranking, rewriting, judging].flatMap(({ breakers }) => breakers),
  };
}
