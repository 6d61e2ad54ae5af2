import { type EvaluationRun, EvaluationRunSchema } from '#shared/contracts/evaluation-run.ts';
import { seededRandom } from '#shared/domain/statistics.ts';

/** A run of so many questions with a recall of about .8, half of them English and half German. */
export function retrievalRun(cases: number, changes: Partial<EvaluationRun> = {}): EvaluationRun {
  const random = seededRandom(7);
  return EvaluationRunSchema.parse({
    schema: 'affidavit.evaluation-run/1',
    kind: 'retrieval',
    dataset: { name: 'planted', corpus: 'ab'.repeat(32), gold: 'cd'.repeat(32) },
    at: '2026-01-01T00:00:00.000Z',
    seconds: 3,
    system: { embedder: 'hand-made' },
    figures: {
      'hybrid.recall@10': { scale: 'share', better: 'higher' },
      milliseconds: { scale: 'amount', better: 'lower' },
    },
    cases: Array.from({ length: cases }, (_, at) => ({
      id: `q${at + 1}`,
      slices: { language: at % 2 === 0 ? 'en' : 'de' },
      figures: { 'hybrid.recall@10': random() < 0.8 ? 1 : 0, milliseconds: 40 },
    })),
    summary: {},
    ...changes,
  });
}

/** The same run, in which so many questions that found all find nothing. Tells which. */
export function plantLoss(run: EvaluationRun, share: number): { readonly run: EvaluationRun; readonly lost: string[] } {
  const found = run.cases.filter(({ figures }) => figures['hybrid.recall@10'] === 1);
  const lost = found.slice(0, Math.round(share * run.cases.length)).map(({ id }) => id);
  const cases = run.cases.map((each) =>
    lost.includes(each.id) ? { ...each, figures: { ...each.figures, 'hybrid.recall@10': 0 } } : each,
  );
  return { run: { ...run, cases }, lost };
}
