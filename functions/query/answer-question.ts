import type { z } from 'zod';
import type { AnswerRequestSchema, AnswerResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { ProposedClaim, RefusalReason } from '#shared/domain/answer.ts';
import { type CarriedClaim, checkClaim } from '#shared/domain/claim-check.ts';
import { type Evidence, isEnough, weighEvidence } from '#shared/domain/evidence-gate.ts';
import type { ClaimVerdict, Receipt } from '#shared/domain/receipt.ts';
import type { RawText } from '#shared/domain/text.ts';
import { isUnsafeQuestion } from '#shared/domain/unsafe-questions.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Ids } from '#shared/ports/clock.ts';
import type { StreamEvent } from '#shared/runtime/http-event-stream.ts';
import { type Retrieval, type RetrievalPorts, retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import { type AnswererPorts, NO_PROPOSAL, proposeClaims } from './propose-claims.ts';
import { citationOf } from './resolve-citation.ts';
import { receiptOf } from './write-receipt.ts';

export interface AnswerPorts extends RetrievalPorts, AnswererPorts {
  readonly artifacts: ArtifactStore;
  readonly ids: Ids;
}

type Question = z.output<typeof AnswerRequestSchema>;

/** Passages that an answerer gets to see: more cost more, and the answer is rarely below the first ten. */
const PASSAGES = 10;

/** Name of the answerer that quotes the documents and needs no model. */
const EXTRACTIVE = 'extractive';

const NOTES = {
  'no-evidence': 'Nothing that you may read answers this. Other words may find it; so may more documents.',
  unsafe: 'The question asks for something other than what documents say.',
  'degraded-extractive': 'The model did not answer; these are the documents’ own words.',
  'degraded-model': 'The first model did not answer; another one stood in.',
  uncalibrated: 'The thresholds were not measured with this embedding model: expect more refusals and more misses.',
} as const;

/** The whole answer at once. */
export async function wholeAnswer(
  caller: Caller,
  question: Question,
  ports: AnswerPorts,
  signal: AbortSignal,
): Promise<AnswerResponse> {
  const answer: AnswerResponse = {
    answerId: '',
    outcome: 'answered',
    claims: [],
    sources: [],
    answerer: '',
    degraded: false,
    notes: [],
  };
  const whole: { -readonly [Key in keyof AnswerResponse]: AnswerResponse[Key] } = { ...answer };
  for await (const { event, data } of answerEvents(caller, question, ports, signal)) {
    if (event === 'claim') whole.claims.push(data);
    else Object.assign(whole, event === 'refusal' ? { sources: [], ...data } : data);
  }
  return whole;
}

export type AnswerEvent = StreamEvent &
  (
    | { readonly event: 'sources'; readonly data: Pick<AnswerResponse, 'sources'> }
    | { readonly event: 'claim'; readonly data: AnswerResponse['claims'][number] }
    | { readonly event: 'refusal'; readonly data: Pick<AnswerResponse, 'outcome'> }
    | { readonly event: 'receipt'; readonly data: Pick<AnswerResponse, 'answerId' | 'answerer' | 'degraded' | 'notes'> }
  );

/**
 * The answer as it comes: its sources, each claim once its quote was checked, a refusal in their place, and the receipt
 * at the end. Whoever may not read the evidence gets the same refusal as when there is none.
 *
 * @throws PipelineFailure when a part fails without which there is no answer; never an empty answer.
 */
export async function* answerEvents(
  caller: Caller,
  { question, collections }: Question,
  ports: AnswerPorts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  // A question is as raw as any text that a person wrote.
  const request = { caller, text: question as RawText, collections, limit: PASSAGES };
  const retrieval = await retrievePassages(request, ports, signal);
  const { gate, isCalibrated } = ports.calibration;
  const evidence = weighEvidence(retrieval.question, retrieval.passages, gate, (text) => ports.analyzer.analyze(text));
  const obstacle = obstacleTo(question, evidence);
  if (obstacle === undefined) yield { event: 'sources', data: { sources: sourcesOf(retrieval) } };

  const startedAt = ports.clock.now();
  const proposal = obstacle === undefined ? await proposeClaims(caller, retrieval, ports, signal) : NO_PROPOSAL;
  const { carried, dropped, verdicts } = sortClaims(proposal.claims, retrieval);
  for (const claim of carried) yield { event: 'claim', data: await citedClaim(claim, retrieval, ports, signal) };
  const outcome = obstacle ?? (carried.length > 0 ? 'answered' : 'no-evidence');
  if (outcome !== 'answered') yield { event: 'refusal', data: { outcome } };

  const timings = { ...retrieval.timings, answer: ports.clock.now() - startedAt };
  const receipt = await receiptOf(
    { caller, retrieval, evidence, outcome, proposal, kept: carried.length, dropped, verdicts, timings },
    ports,
    signal,
  );
  await ports.ledger.writeReceipt(receipt, signal);
  const { answerId, answerer, degraded } = receipt;
  yield { event: 'receipt', data: { answerId, answerer, degraded, notes: notesOf(receipt, isCalibrated) } };
}

function obstacleTo(question: string, evidence: Evidence): RefusalReason | undefined {
  if (isUnsafeQuestion(question)) return 'unsafe';
  return isEnough(evidence) ? undefined : 'no-evidence';
}

function sourcesOf({ passages }: Retrieval): AnswerResponse['sources'] {
  const places = new Map(
    passages.map(({ documentId, name, title, page }) => [`${documentId} ${page}`, { documentId, name, title, page }]),
  );
  return [...places.values()];
}

function sortClaims(proposed: readonly ProposedClaim[], { passages }: Retrieval) {
  const checked = proposed.map((claim) => checkClaim(claim, passages));
  const carried = checked.filter((verdict) => verdict.outcome === 'carried');
  const dropped = checked.flatMap((verdict) => (verdict.outcome === 'dropped' ? [verdict.fault] : []));
  const retrieved = new Set(passages.map(({ chunkId }) => chunkId));
  const verdicts = checked.flatMap((verdict, at): ClaimVerdict[] => {
    const chunkId = proposed[at]?.chunkId ?? '';
    if (!retrieved.has(chunkId)) return []; // Whatever it is, a model made it up.
    return [{ chunkId, verdict: verdict.outcome === 'carried' ? 'kept' : verdict.fault }];
  });
  return { carried, dropped, verdicts };
}

async function citedClaim(
  claim: CarriedClaim,
  { attempts }: Retrieval,
  { artifacts }: AnswerPorts,
  signal: AbortSignal,
) {
  return {
    text: claim.text,
    citation: await citationOf(claim, attempts.get(claim.passage.documentId), artifacts, signal),
  };
}

function notesOf({ outcome, degraded, answerer }: Receipt, isCalibrated: boolean): string[] {
  return [
    ...(outcome === 'answered' ? [] : [NOTES[outcome]]),
    ...(degraded ? [NOTES[answerer === EXTRACTIVE ? 'degraded-extractive' : 'degraded-model']] : []),
    ...(isCalibrated ? [] : [NOTES.uncalibrated]),
  ];
}
