import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { EvaluatedCase } from '#shared/contracts/evaluation-run.ts';
import type { MeteredCost } from '#shared/domain/metered-cost.ts';
import { holdsAnswer } from '#shared/domain/text-answer.ts';
import { answerabilityAreas, type ScoredCase } from './answerability-areas.ts';
import { withAcceptedCost, withCosts } from './case-costs.ts';
import { CITATION_FIGURES, type CitedService, citationFigures, completeness } from './citation-figures.ts';
import type { EvaluationOptions } from './evaluate-retrieval.ts';
import { COST, definedFigures, LOWER_SHARE, type Measurement, measuredFigures, SHARE } from './measurement.ts';
import type { SquadCase } from './squad-file.ts';

/** How questions in the format of SQuAD are put to the service, and what is looked up beside its answer. */
export interface SquadService extends CitedService {
  readonly ask: (tenant: string, question: string) => Promise<AnswerResponse>;
  readonly documentIdOf: (key: string) => string;
}

type Citation = AnswerResponse['claims'][number]['citation'];

/** Claims of an answer that a reader looks at. */
const CLAIMS = 3;

const SHARES = ['quoteHit@3', 'abstention.absent', 'abstention.adversarial'];

/**
 * Asks every case, `limit` at most.
 *
 * - `quoteHit@3`: of the answerable ones, how many have the answer in a quote from its paragraph among the first three.
 * - `wrongRefusal`: of those, how many were refused. `abstention.absent`, `abstention.adversarial`: of those kinds.
 * - `completeness`: of the answerable ones, how many have the answer in any quote from its paragraph.
 * - `conflict.false`: of the answerable ones, how many show a conflict, of which none was planted.
 * - the figures of citations and dropped claims.
 * - `claims`: how many an answer has; `tokens`: what language models read and wrote for it; `cost` and `cost.accepted`, in
 *   dollars where a model has a price: of a question, and of all for each answer that `quoteHit@3` counts.
 * - the areas under the ROC curve of what the receipts say of the evidence.
 */
export async function evaluateSquad(
  all: readonly SquadCase[],
  service: SquadService,
  { limit, now, onProgress }: EvaluationOptions,
): Promise<Measurement> {
  const cases: EvaluatedCase[] = [];
  const scores: ScoredCase[] = [];
  const costs = new Map<string, MeteredCost>();
  const startedAt = now();
  for (const each of all.slice(0, limit)) {
    const askedAt = now();
    const answer = await service.ask(each.tenant, each.question);
    const milliseconds = now() - askedAt;
    const receipt = await service.receipt(each.tenant, answer.answerId);
    if (receipt?.cost !== undefined) costs.set(each.id, receipt.cost);
    if (receipt !== undefined) scores.push({ ...receipt.evidence, kind: each.kind, article: each.article });
    const figures = definedFigures({
      ...verdictOf(each, answer, service),
      ...(await citationFigures(each.tenant, answer, receipt, service)),
      ...{ claims: answer.claims.length || undefined, evidence: receipt?.evidence.score, milliseconds },
      tokens: receipt && receipt.tokens.input + receipt.tokens.output,
    });
    cases.push({ id: each.id, slices: { kind: each.kind, half: each.half }, figures });
    onProgress(cases.length);
  }
  const shares = Object.fromEntries(SHARES.map((name) => [name, SHARE]));
  const declared = {
    ...{ ...shares, wrongRefusal: LOWER_SHARE, 'conflict.false': LOWER_SHARE, ...CITATION_FIGURES },
    ...{ evidence: SHARE, claims: COST, milliseconds: COST, tokens: COST },
  };
  const figures = measuredFigures(declared, cases);
  const seconds = (now() - startedAt) / 1000;
  const summary = answerabilityAreas(scores);
  const measured = withCosts({ kind: 'answers', cases, figures, summary, seconds }, costs);
  return withAcceptedCost(measured, (judged) => judged['quoteHit@3'] === 1);
}

function verdictOf({ kind, expected }: SquadCase, answer: AnswerResponse, { documentIdOf }: SquadService) {
  const refused = answer.outcome === 'answered' ? 0 : 1;
  if (expected === undefined) return { [`abstention.${kind}`]: refused };
  const documentId = documentIdOf(expected.key);
  const isHit = ({ citation }: { readonly citation: Citation }) =>
    citation.documentId === documentId && expected.answers.some((text) => holdsAnswer(citation.quote, text));
  return {
    'quoteHit@3': answer.claims.slice(0, CLAIMS).some(isHit) ? 1 : 0,
    completeness: completeness([answer.claims.some(isHit)]),
    wrongRefusal: refused,
    'conflict.false': (answer.conflicts ?? []).length > 0 ? 1 : 0,
  };
}
