import { fuseBranches } from '../domain/branch-fusion.ts';
import { addedUse, type ModelUse } from '../domain/metered-cost.ts';
import type { ChoiceLimits } from '../domain/passage-choice.ts';
import type { UnderstandingTrace } from '../domain/receipt.ts';
import { joinedSpans, stageTimes } from '../domain/stage-times.ts';
import type { RedactedText } from '../domain/text.ts';
import type { AskedPart } from '../ports/answerer.ts';
import { choiceLimits } from './retrieval-choice.ts';
import { type Retrieval, type RetrievalPorts, type RetrievalRequest, retrievePassages } from './retrieve-passages.ts';
import {
  type EarlierTurn,
  type QuestionBranch,
  type UnderstandingPorts,
  type UnderstoodQuestion,
  understandQuestion,
} from './understand-question.ts';

export interface ConversationRequest extends RetrievalRequest {
  readonly turns?: readonly EarlierTurn[] | undefined;
}

/** What was found for a question of a conversation. `question` is what it stands for, `questionVector` that one's. */
export interface ConversationRetrieval extends Retrieval {
  readonly timings: Retrieval['timings'] & { readonly understand: number };
  readonly understanding: UnderstandingTrace;
  /** What telling the question anew took, where a model did. */
  readonly rewriting?: ModelUse | undefined;
  /** The question as it was asked first. */
  readonly branches: readonly SearchedBranch[];
  /** What is answered one by one, where the question asks several things. */
  readonly parts: readonly AskedPart[];
}

export interface SearchedBranch extends QuestionBranch {
  readonly retrieval: Retrieval;
}

/**
 * Finds passages for a question that may lean on earlier turns or ask several things. Each branch is searched as a
 * question by itself, in one generation, with the same filters and checks, and their ranks are fused; so no branch brings
 * what the asker may not read.
 *
 * @throws PipelineFailure as `retrievePassages` does.
 */
export async function retrieveBranches(
  { turns, ...request }: ConversationRequest,
  ports: RetrievalPorts & UnderstandingPorts,
  signal: AbortSignal,
): Promise<ConversationRetrieval> {
  const startedAt = ports.clock.now();
  const understood = await understandQuestion({ ...request, turns }, ports, signal);
  const understand = ports.clock.now() - startedAt;
  const found = await searchBranches(understood, request, ports, signal);
  const merged =
    found.length === 1 ? found[0].retrieval : mergedRetrieval(found, choiceLimits(request.limit, ports.choice));
  return {
    ...merged,
    timings: { ...merged.timings, understand },
    understanding: traceOf(understood, found, turns),
    rewriting: understood.use,
    branches: found,
    parts: found.flatMap(({ kind, retrieval }) => (kind === 'part' ? [askedOf(retrieval)] : [])),
  };
}

/** The question as it was asked first: the others read the generation that it read. */
async function searchBranches(
  { branches: [original, ...others] }: UnderstoodQuestion,
  request: RetrievalRequest,
  ports: RetrievalPorts,
  signal: AbortSignal,
): Promise<readonly [SearchedBranch, ...SearchedBranch[]]> {
  const first = await retrievePassages(request, ports, signal);
  const search = async (branch: QuestionBranch) => {
    const { text } = branch;
    const retrieval = await retrievePassages({ ...request, text, generation: first.generation }, ports, signal);
    return { ...branch, retrieval };
  };
  return [{ ...original, retrieval: first }, ...(await Promise.all(others.map(search)))];
}

function askedOf({ question, questionVector }: Retrieval): AskedPart {
  return { question, questionVector };
}

function traceOf(
  { by, degraded }: UnderstoodQuestion,
  found: readonly SearchedBranch[],
  turns: readonly EarlierTurn[] = [],
): UnderstandingTrace {
  const branches = found.map(({ kind, retrieval: { terms, passages } }) => ({
    ...{ kind, terms: terms.length, passages: passages.length },
  }));
  return { by, degraded, turns: turns.length, branches };
}

/** One retrieval of several, and the question that they are all for. */
function mergedRetrieval(branches: readonly [SearchedBranch, ...SearchedBranch[]], limits: ChoiceLimits): Retrieval {
  const [{ retrieval: first }, ...others] = branches;
  const found = branches.map(({ retrieval }) => retrieval);
  const spans = joinedSpans(found.map((retrieval) => retrieval.spans));
  const followUp = branches.find(({ kind }) => kind === 'follow-up');
  return {
    ...first,
    ...(followUp === undefined ? { question: joined(found) } : askedOf(followUp.retrieval)),
    ...fuseBranches(found, limits),
    embedding: others.reduce((sum, { retrieval }) => addedUse(sum, retrieval.embedding), first.embedding),
    terms: [...new Set(found.flatMap(({ terms }) => terms))],
    attempts: new Map(found.flatMap(({ attempts }) => [...attempts])),
    generations: [...new Set(found.flatMap(({ generations }) => generations))],
    rerank: found.map(({ rerank }) => rerank).reduce(worseOutcome),
    rerankUses: found.flatMap(({ rerankUses }) => rerankUses),
    ...{ spans, timings: stageTimes(spans) },
  };
}

/** The question and its parts, for whoever answers all of it: by itself it may lean on what was asked before. */
function joined(found: readonly Retrieval[]): RedactedText {
  return found.map(({ question }) => question).join(' ') as RedactedText; // Redacted parts joined are redacted text.
}

/** Passages of one branch in fused order are not in the reranker's, whatever the others are in. */
function worseOutcome(a: Retrieval['rerank'], b: Retrieval['rerank']): Retrieval['rerank'] {
  return a?.reranked === false ? a : b;
}
