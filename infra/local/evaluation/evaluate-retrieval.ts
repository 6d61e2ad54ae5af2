import type { EvaluatedCase, Figure } from '#shared/contracts/evaluation-run.ts';
import { type MeteredCost, type ModelUse, meteredCost } from '#shared/domain/metered-cost.ts';
import { hit, type Judgements, ndcg, precision, recall, reciprocalRank } from '#shared/domain/metrics.ts';
import { bootstrap, bootstrapMean, pairedRandomisation, percentile } from '#shared/domain/statistics.ts';
import { withCosts } from './case-costs.ts';
import { COST, definedFigures, figuresNamed, type Measurement, SHARE } from './measurement.ts';

export const RETRIEVAL_SIDES = ['lexical', 'dense', 'hybrid', 'reranked'] as const;
export type RetrievalSide = (typeof RETRIEVAL_SIDES)[number];

/** A question, with what is relevant to it: documents, or stretches of their text. */
export interface RetrievalCase {
  readonly id: string;
  readonly text: string;
  readonly slices: Readonly<Record<string, string>>;
  readonly judgements: Judgements;
}

/** What each side finds for a question, best first, by the ids that are judged. */
export interface Rankings extends Readonly<Record<RetrievalSide, readonly string[]>> {
  /** Of the hybrid search, and of what reranking adds to it. */
  readonly milliseconds: number;
  readonly rerankMilliseconds: number;
  /** What both took of models. */
  readonly uses: readonly ModelUse[];
  readonly rerankUses: readonly ModelUse[];
}

/** Documents to a ranking: as deep as the deepest metric looks. */
export const RANKING_DEPTH = 100;

type Metric = (ranking: readonly string[], judgements: Judgements) => number | undefined;
const METRICS: Readonly<Record<string, Metric>> = {
  'ndcg@10': (ranking, judged) => ndcg(ranking, judged, 10),
  'recall@10': (ranking, judged) => recall(ranking, judged, 10),
  'recall@50': (ranking, judged) => recall(ranking, judged, 50),
  'recall@100': (ranking, judged) => recall(ranking, judged, 100),
  'precision@10': (ranking, judged) => precision(ranking, judged, 10),
  'hit@10': (ranking, judged) => hit(ranking, judged, 10),
  'mrr@10': (ranking, judged) => reciprocalRank(ranking, judged, 10),
};

/**
 * Asks every question, `limit` at most, and scores the rankings of each. `cost` is what hybrid search took of models and
 * `reranked.cost` what reranking adds, in dollars, where a model has a price.
 */
export async function evaluateRetrieval<Case extends RetrievalCase>(
  all: readonly Case[],
  retrieve: (question: Case) => Promise<Rankings>,
  { limit, now, onProgress }: EvaluationOptions,
): Promise<Measurement> {
  const cases: EvaluatedCase[] = [];
  const [costs, rerankCosts] = [new Map<string, MeteredCost>(), new Map<string, MeteredCost>()];
  const startedAt = now();
  for (const question of all.slice(0, limit)) {
    const rankings = await retrieve(question);
    const figures = RETRIEVAL_SIDES.flatMap((side) =>
      Object.entries(METRICS).map(
        ([name, of]) => [`${side}.${name}`, of(rankings[side], question.judgements)] as const,
      ),
    );
    costs.set(question.id, meteredCost(rankings.uses));
    rerankCosts.set(question.id, meteredCost(rankings.rerankUses));
    const measured = definedFigures(Object.fromEntries(figures));
    cases.push({
      id: question.id,
      slices: question.slices,
      figures: {
        ...measured,
        ...{ milliseconds: rankings.milliseconds, [RERANK_MILLISECONDS]: rankings.rerankMilliseconds },
      },
    });
    onProgress(cases.length);
  }
  const seconds = (now() - startedAt) / 1000;
  const whole = { kind: 'retrieval', cases, figures: declaredFigures(), summary: summaryOf(cases), seconds } as const;
  return withCosts(withCosts(whole, costs), rerankCosts, 'reranked.cost');
}

const RERANK_MILLISECONDS = 'reranked.milliseconds';

function summaryOf(cases: readonly EvaluatedCase[]): Measurement['summary'] {
  const latency = (name: string) => bootstrap(figuresNamed(cases, name), (sample) => percentile(sample, 95));
  const fused = figuresNamed(cases, 'hybrid.ndcg@10');
  const gains = figuresNamed(cases, 'reranked.ndcg@10').map((value, at) => value - Number(fused[at]));
  return {
    'reranked.gain': bootstrapMean(gains),
    'milliseconds.p95': latency('milliseconds'),
    'reranked.milliseconds.p95': latency(RERANK_MILLISECONDS),
  };
}

export interface EvaluationOptions {
  readonly limit: number;
  /** Milliseconds. */
  readonly now: () => number;
  readonly onProgress: (done: number) => void;
}

function declaredFigures(): Record<string, Figure> {
  const shares = RETRIEVAL_SIDES.flatMap((side) => Object.keys(METRICS).map((name) => [`${side}.${name}`, SHARE]));
  return { ...Object.fromEntries(shares), milliseconds: COST, [RERANK_MILLISECONDS]: COST };
}

/**
 * p-value of hybrid against one of the others on nDCG@10, by the paired randomisation test. Cases without a figure have
 * none on either side, for it hangs on the judgements alone.
 */
export function hybridPValue(cases: readonly EvaluatedCase[], other: Exclude<RetrievalSide, 'hybrid'>): number {
  return pairedRandomisation(figuresNamed(cases, 'hybrid.ndcg@10'), figuresNamed(cases, `${other}.ndcg@10`));
}
