import { ndcg, precision, recall, reciprocalRank } from '#shared/domain/metrics.ts';
import { pairedRandomisation } from '#shared/domain/statistics.ts';
import type { BeirDataset } from './beir-dataset.ts';
import { type EvaluationReport, estimates, type Samples } from './evaluation-report.ts';

const RETRIEVAL_SIDES = ['lexical', 'dense', 'hybrid'] as const;
type RetrievalSide = (typeof RETRIEVAL_SIDES)[number];

/** Documents that each side finds for a question, best first, by their ids in the corpus. */
export type Rankings = Readonly<Record<RetrievalSide, readonly string[]>>;

export interface RetrievalEvaluation {
  readonly report: EvaluationReport;
  /** p-values of hybrid against each part on nDCG@10, by the paired randomisation test. */
  readonly pValues: Readonly<Record<'lexical' | 'dense', number>>;
}

/** Documents to a ranking: as deep as the deepest metric looks. */
export const RANKING_DEPTH = 100;

/** Asks every question of the dataset, `limit` at most, and scores the three rankings of each. */
export async function evaluateRetrieval(
  dataset: BeirDataset,
  retrieve: (question: string) => Promise<Rankings>,
  { limit, now, onProgress }: EvaluationOptions,
): Promise<RetrievalEvaluation> {
  const queries = dataset.queries.slice(0, limit);
  const samples: Record<string, (number | undefined)[]> = {};
  const startedAt = now();
  for (const [at, { text, judgements }] of queries.entries()) {
    const rankings = await retrieve(text);
    for (const side of RETRIEVAL_SIDES) {
      const ranking = rankings[side];
      push(samples, `${side}.ndcg@10`, ndcg(ranking, judgements, 10));
      push(samples, `${side}.recall@50`, recall(ranking, judgements, 50));
      push(samples, `${side}.recall@100`, recall(ranking, judgements, 100));
      push(samples, `${side}.precision@10`, precision(ranking, judgements, 10));
      push(samples, `${side}.mrr@10`, reciprocalRank(ranking, judgements, 10));
    }
    onProgress(at + 1);
  }
  const seconds = (now() - startedAt) / 1000;
  const report = { kind: 'retrieval', dataset: dataset.name, cases: queries.length, seconds } as const;
  return {
    report: { ...report, metrics: estimates(samples) },
    pValues: { lexical: pValue(samples, 'lexical'), dense: pValue(samples, 'dense') },
  };
}

export interface EvaluationOptions {
  readonly limit: number;
  /** Milliseconds. */
  readonly now: () => number;
  readonly onProgress: (done: number) => void;
}

function push(samples: Record<string, (number | undefined)[]>, name: string, value: number | undefined): void {
  const values = samples[name] ?? [];
  values.push(value);
  samples[name] = values;
}

/** Cases without a figure have none on either side, for it hangs on the judgements alone. */
function pValue(samples: Samples, part: 'lexical' | 'dense'): number {
  const figures = (side: RetrievalSide) => (samples[`${side}.ndcg@10`] ?? []).filter((value) => value !== undefined);
  return pairedRandomisation(figures('hybrid'), figures(part));
}
