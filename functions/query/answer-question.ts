import type { z } from 'zod/mini';
import type { AnswerRequestSchema, AnswerResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { ProposedClaim } from '#shared/domain/answer.ts';
import { claimChecker } from '#shared/domain/answer-check.ts';
import type { CarriedClaim } from '#shared/domain/claim-check.ts';
import { conflictsAmong } from '#shared/domain/claim-conflicts.ts';
import { withoutLinks } from '#shared/domain/claim-links.ts';
import { type Evidence, isEnough, weighEvidence } from '#shared/domain/evidence-gate.ts';
import type { ModelUse } from '#shared/domain/metered-cost.ts';
import { opposingClaims } from '#shared/domain/opposing-claims.ts';
import type { ClaimVerdict, Receipt } from '#shared/domain/receipt.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Ids } from '#shared/ports/clock.ts';
import { handedIn } from '#shared/runtime/handed-in.ts';
import type { StreamEvent } from '#shared/runtime/http-event-stream.ts';
import { paidGuardrail } from '#shared/runtime/paid-guardrail.ts';
import type { Proposal } from '#shared/runtime/proposal.ts';
import { type ConversationRetrieval, retrieveBranches } from '#shared/runtime/retrieve-branches.ts';
import type { Retrieval, RetrievalPorts } from '#shared/runtime/retrieve-passages.ts';
import { type SecondOpinionPorts, secondOpinion } from '#shared/runtime/second-opinion.ts';
import type { UnderstandingPorts } from '#shared/runtime/understand-question.ts';
import { contradicted, notesOf, searchedOf } from './answer-notes.ts';
import { type JudgingPorts, judgesAnswers, judgeText } from './judge-text.ts';
import { noteCost } from './note-cost.ts';
import { type AnswererPorts, NO_PROPOSAL, proposeClaims } from './propose-claims.ts';
import { citationFinder } from './resolve-citation.ts';
import { receiptOf } from './write-receipt.ts';

export interface AnswerPorts
  extends RetrievalPorts,
    UnderstandingPorts,
    AnswererPorts,
    JudgingPorts,
    SecondOpinionPorts {
  readonly artifacts: ArtifactStore;
  readonly ids: Ids;
}

type Question = z.output<typeof AnswerRequestSchema>;

/** Passages that an answerer gets to see: more cost more, and the answer is rarely below the first ten. */
const PASSAGES = 10;

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
  for await (const { event, data } of answerEvents(caller, question, ports, signal, { isWhole: true })) {
    if (event === 'claim') whole.claims.push(data);
    else Object.assign(whole, event === 'refusal' ? { sources: [], ...data } : data);
  }
  return whole;
}

export type AnswerEvent = StreamEvent &
  (
    | { readonly event: 'sources'; readonly data: Pick<AnswerResponse, 'sources'> }
    | { readonly event: 'claim'; readonly data: AnswerResponse['claims'][number] }
    | { readonly event: 'refusal'; readonly data: Pick<AnswerResponse, 'outcome' | 'searched'> }
    | {
        readonly event: 'receipt';
        readonly data: Pick<AnswerResponse, 'answerId' | 'conflicts' | 'answerer' | 'degraded' | 'reranked' | 'notes'>;
      }
  );

/**
 * The answer as it comes: its sources, each claim once its quote was checked, a refusal in their place, and the receipt
 * at the end. Claims of a model that streams are sent while it writes, unless somebody judges answers as a whole or waits for
 * the whole (`isWhole`). Whoever may not read the evidence gets the same refusal as when there is none.
 *
 * @throws PipelineFailure when a part fails without which there is no answer; never an empty answer.
 */
export async function* answerEvents(
  caller: Caller,
  { question, collections, filter, turns }: Question,
  given: AnswerPorts,
  signal: AbortSignal,
  { isWhole = false }: { readonly isWhole?: boolean } = {},
): AsyncGenerator<AnswerEvent> {
  const request = { caller, text: unredacted(question), collections, filter, turns, limit: PASSAGES };
  const { ports, uses } = metered(caller, given);
  const retrieval = await retrieveBranches(request, ports, signal);
  const evidence = strongestEvidence(retrieval, ports);
  const asked = await judgeQuestion(retrieval, ports, signal);
  const obstacle = asked?.refusal ?? (isEnough(evidence) ? undefined : 'no-evidence');
  if (obstacle === undefined) yield { event: 'sources', data: { sources: sourcesOf(retrieval) } };

  const startedAt = ports.clock.now();
  const cite = citedClaims(retrieval, ports, signal);
  const { proposal: proposed, sent } =
    obstacle === undefined
      ? yield* earlyClaims(caller, retrieval, ports, signal, { cite, isWhole })
      : { proposal: NO_PROPOSAL, sent: 0 };
  const { proposal, carried, dropped, verdicts } = checkedProposal(proposed, retrieval);
  const broken = asked ?? (await judgeClaims(carried, ports, signal));
  const told = broken === undefined ? carried : [];
  for (const claim of told.slice(sent)) yield { event: 'claim', data: await cite(claim) };
  const conflicts = conflictsAmong(told, retrieval.question);
  const outcome = broken?.refusal ?? obstacle ?? (told.length > 0 ? 'answered' : 'no-evidence');
  if (outcome !== 'answered') yield { event: 'refusal', data: { outcome, searched: searchedOf(retrieval) } };

  const { tenantId } = caller;
  const support = await secondOpinion({ tenantId, question: retrieval.question, claims: told }, ports, signal);
  const timings = { ...retrieval.timings, answer: ports.clock.now() - startedAt };
  const receipt = receiptOf(
    { caller, retrieval, evidence, outcome, proposal, kept: told.length, dropped, verdicts, timings, support, uses },
    ports,
  );
  await ports.ledger.writeReceipt(receipt, signal);
  noteCost(receipt, ports.metrics);
  const notes = notesOf(receipt, broken, retrieval);
  yield { event: 'receipt', data: { ...madeBy(receipt), ...contradicted(conflicts, notes) } };
}

/** The same ports, which note what is booked and no reply carries; the guardrail is on the asker's account, too. */
function metered({ tenantId }: Caller, given: AnswerPorts) {
  const uses: ModelUse[] = [];
  const noting = { ...given, onUse: (use: ModelUse) => void uses.push(use) };
  const guardrail = given.guardrail && paidGuardrail(tenantId, given.guardrail, noting);
  return { uses, ports: { ...noting, guardrail } };
}

function madeBy({ answerId, answerer, degraded, rerank }: Receipt) {
  return { answerId, answerer, degraded, ...(rerank && { reranked: rerank.reranked }) };
}

/**
 * What is answered has to have evidence: a follow-up as what it stands for, for its own few words stand anywhere; of a
 * question in parts the whole or one of them.
 */
function strongestEvidence({ branches }: ConversationRetrieval, { analyzer }: AnswerPorts): Evidence {
  const followUps = branches.filter(({ kind }) => kind === 'follow-up');
  const weighed = (followUps.length > 0 ? followUps : branches).map(({ retrieval }) => {
    const { question, passages, calibration, readAs } = retrieval;
    return weighEvidence(question, passages, calibration.gate, (text) => analyzer.analyze(text, readAs));
  });
  return weighed.reduce((best, each) => (each.score > best.score ? each : best));
}

/** As it was asked, and as what it stands for: a rule that a question breaks holds for its follow-ups. */
async function judgeQuestion({ branches }: ConversationRetrieval, ports: JudgingPorts, signal: AbortSignal) {
  for (const { text, retrieval } of branches) {
    const broken = await judgeText('question', { whole: text, redacted: retrieval.question }, ports, signal);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** Sends each claim that holds as it comes, where that may be; gives all that was proposed, and how many were sent. */
async function* earlyClaims(
  caller: Caller,
  retrieval: ConversationRetrieval,
  ports: AnswerPorts,
  signal: AbortSignal,
  { cite, isWhole }: { readonly cite: ReturnType<typeof citedClaims>; readonly isWhole: boolean },
): AsyncGenerator<AnswerEvent, { readonly proposal: Proposal; readonly sent: number }> {
  if (isWhole || judgesAnswers(ports)) {
    return { proposal: await proposeClaims(caller, retrieval, ports, signal), sent: 0 };
  }
  const claims = handedIn<ProposedClaim, Proposal>((hand) => proposeClaims(caller, retrieval, ports, signal, hand));
  const check = claimChecker(retrieval);
  let sent = 0;
  for (;;) {
    const next = await claims.next();
    if (next.done) return { proposal: next.value, sent };
    const verdict = check(next.value);
    if (verdict.outcome === 'dropped') continue;
    yield { event: 'claim', data: await cite(verdict) };
    sent += 1;
  }
}

/** The claims that hold, with what other passages say against them, which is checked and judged as all of an answer is. */
function checkedProposal(proposal: Proposal, retrieval: Retrieval) {
  const own = sortClaims(proposal.claims, retrieval);
  const opposing = opposingClaims(own.carried, retrieval.passages, retrieval.question);
  if (opposing.length === 0) return { proposal, ...own };
  const claims = [...proposal.claims, ...opposing];
  return { proposal: { ...proposal, claims }, ...sortClaims(claims, retrieval) };
}

function sourcesOf({ passages }: Retrieval): AnswerResponse['sources'] {
  const places = new Map(
    passages.map(({ documentId, name, title, page }) => [
      `${documentId} ${page}`,
      { documentId, name: withoutLinks(name), title: withoutLinks(title), page },
    ]),
  );
  return [...places.values()];
}

function sortClaims(proposed: readonly ProposedClaim[], { passages, question }: Retrieval) {
  const checked = proposed.map(claimChecker({ passages, question }));
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

/** An answer is judged whole, claims and quotes, before the first of them is sent. */
async function judgeClaims(claims: readonly CarriedClaim[], ports: JudgingPorts, signal: AbortSignal) {
  if (claims.length === 0) return undefined;
  const whole = claims.map(({ text, quote }) => `${text}\n${quote}`).join('\n');
  // A model was shown redacted text alone, and its words were checked against that.
  return judgeText('answer', { whole, redacted: whole as RedactedText }, ports, signal);
}

/** Tells a claim of the answer with its citation, and counts it. */
function citedClaims({ attempts }: Retrieval, { artifacts, metrics }: AnswerPorts, signal: AbortSignal) {
  const find = citationFinder(attempts, artifacts, signal);
  return async (claim: CarriedClaim) => {
    const { citation, isPlaced } = await find(claim);
    metrics.emit({ ClaimsShown: 1, ClaimsUncited: isPlaced ? 0 : 1 });
    return { text: claim.text, citation };
  };
}
