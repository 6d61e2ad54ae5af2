import { comparedSentences } from '#shared/adapters/portable/extractive-answerer.ts';
import { unsaidGain } from '#shared/adapters/portable/unsaid-gain.ts';
import { answerabilityFeatures } from '#shared/domain/answerability.ts';
import type { CalibrationCase } from '#shared/domain/calibration-fit.ts';
import { gateFeatures } from '#shared/domain/evidence-gate.ts';
import { bestCandidate } from '#shared/domain/extractive-choice.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { holdsAnswer } from '#shared/domain/text-answer.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import type { LocalPorts } from '../local-ports.ts';
import { fusionCandidates } from './fusion-cases.ts';
import type { SquadCase } from './squad-file.ts';

/** As many as an answerer gets to see. */
const PASSAGES = 10;

/** What search and the choice of sentences see of a labelled question. */
export async function calibrationCase(labelled: SquadCase, ports: LocalPorts): Promise<CalibrationCase> {
  const { id, kind, article, tenant, question, expected } = labelled;
  const caller = { tenantId: tenant, user: 'evaluator', groups: [] };
  const text = unredacted(question);
  const signal = new AbortController().signal;
  const retrieval = await retrievePassages({ caller, text, limit: PASSAGES }, ports, signal);
  const rightId = expected && documentIdOf(tenant, ports.store.bucket, expected.key);
  const analyze = (words: string) => ports.analyzer.analyze(words, retrieval.readAs);
  const compared = await comparedSentences(retrieval, ports, signal);
  const best = bestCandidate(compared, ports.calibration.sentence);
  const unsaid = best ? await unsaidGain(retrieval.question, best, analyze, { embedder: ports.embedder, signal }) : 0;
  return {
    ...{ id, kind, group: String(article), gate: gateFeatures(retrieval.question, retrieval.passages, analyze) },
    queryClass: retrieval.queryClass,
    candidates: fusionCandidates(retrieval, (documentId) => documentId === rightId),
    sentences: compared.map(({ candidate, similarity }) => ({
      similarity,
      coverage: candidate.coverage,
      surroundings: candidate.surroundings,
      form: candidate.form,
      holdsAnswer:
        candidate.passage.documentId === rightId &&
        (expected?.answers ?? []).some((answer) => holdsAnswer(candidate.quote, answer)),
    })),
    answerability: best && [...answerabilityFeatures(retrieval.question, best, unsaid, analyze)],
  };
}
