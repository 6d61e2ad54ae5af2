import { extractiveAnswerer } from '#shared/adapters/portable/extractive-answerer.ts';
import { localReranker } from '#shared/adapters/portable/local-reranker.ts';
import { systemChance } from '#shared/adapters/portable/system-chance.ts';
import type { LocalSettings } from '#shared/contracts/settings.ts';
import { guardedModels } from '#shared/runtime/guarded-answerer.ts';
import { guardedReranker } from '#shared/runtime/guarded-reranker.ts';
import { guardedRewriter } from '#shared/runtime/guarded-rewriter.ts';
import { configuredAnswerers, configuredRewriter } from './local-models.ts';
import type { LocalPorts, PortOverrides } from './local-ports.ts';

/** The models in their order, the extractive answerer behind them, and the reranker before them. */
export function openQuestionModels(
  settings: LocalSettings,
  {
    answerers,
    models = configuredAnswerers(settings),
    reranker,
    rewriter = configuredRewriter(settings),
  }: PortOverrides,
  { clock, ...ports }: Pick<LocalPorts, 'clock' | 'embedder' | 'analyzer' | 'calibration'>,
): Pick<LocalPorts, 'answerers' | 'reranker' | 'rewriter' | 'breakers' | 'classModel'> {
  const limits = { clock, chance: systemChance };
  const guarded = guardedModels(models, limits);
  const rewriting = rewriter && guardedRewriter(rewriter, limits);
  const local = settings.AFFIDAVIT_RERANKER === 'local' ? localReranker({ analyzer: ports.analyzer }) : undefined;
  const reranking = guardedReranker(reranker ?? local, clock);
  return {
    answerers: answerers ?? [...guarded.answerers, extractiveAnswerer(ports)],
    reranker: reranking.reranker,
    rewriter: rewriting?.rewriter,
    classModel: settings.AFFIDAVIT_CLASS_MODEL === 'on' ? guarded.answerers[0] : undefined,
    breakers: [...guarded.breakers, ...reranking.breakers, ...(rewriting ? [rewriting.breaker] : [])],
  };
}
