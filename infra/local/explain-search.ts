import { DEFAULT_SOURCE_CAP } from '#shared/contracts/settings.ts';
import { principalsOf } from '#shared/domain/access.ts';
import { embeddingText } from '#shared/domain/chunk.ts';
import type { FactCondition } from '#shared/domain/fact-conditions.ts';
import { type FusionMethod, type FusionWeights, weightsOf } from '#shared/domain/rank-fusion.ts';
import type {
  BranchTrace,
  CandidateTrace,
  Receipt,
  RerankOutcome,
  UnderstandingTrace,
} from '#shared/domain/receipt.ts';
import { type DeepLook, type Diagnosis, diagnose } from '#shared/domain/retrieval-diagnosis.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { type ConversationRetrieval, retrieveBranches } from '#shared/runtime/retrieve-branches.ts';
import { RETRIEVAL_DEPTH, type RetrievalRequest } from '#shared/runtime/retrieve-passages.ts';
import type { EarlierTurn } from '#shared/runtime/understand-question.ts';
import { type LocatedExpectation, locateExpected } from './expected-passage.ts';
import type { LocalPorts } from './local-ports.ts';

export interface ExplainedSearch extends Pick<RetrievalRequest, 'caller' | 'collections' | 'filter' | 'limit'> {
  readonly query: string;
  readonly turns?: readonly EarlierTurn[] | undefined;
  /** A document or words that should have been found. */
  readonly expected?: string | undefined;
}

/** How a search came about. Ids, ranks and scores; no text of a document. */
export interface SearchExplanation {
  readonly filters: {
    readonly tenantId: string;
    readonly principals: readonly string[];
    readonly collections?: readonly string[] | undefined;
    /** Text of metadata as its digest. */
    readonly conditions: readonly FactCondition[];
  };
  readonly choice: { readonly freshnessDays?: number | undefined; readonly sourceCap: number };
  /** Chunks asked of each side, and passages shown at most. */
  readonly depth: number;
  readonly limit: number;
  /** How many terms were searched by words. */
  readonly terms: number;
  readonly question: NonNullable<Receipt['question']>;
  /** What was searched for the question: with those that it was told as, after redaction. */
  readonly understanding: Omit<UnderstandingTrace, 'branches'> & {
    readonly branches: readonly (BranchTrace & { readonly question?: string | undefined })[];
  };
  readonly fusion: FusionWeights & { readonly method: FusionMethod; readonly isCalibrated: boolean };
  /** What came of reranking; `none` where no reranker is configured. */
  readonly rerank: RerankOutcome | 'none';
  /** How many candidates ended how, stage by stage. */
  readonly stages: Readonly<Record<'lexical' | 'vector' | 'fused' | CandidateTrace['fate'], number>>;
  /** Best first, as fusion and age have them. */
  readonly candidates: readonly CandidateTrace[];
  readonly timings: ConversationRetrieval['timings'];
  readonly expected?: Diagnosis;
}

/** Chunks asked of each side for how far down an expected one stands: as many as the vector table looks at. */
const DEEP = 4_096;

/** Searches as the caller would and tells every step of it; with `expected`, where that was lost. */
export async function explainSearch(search: ExplainedSearch, ports: LocalPorts): Promise<SearchExplanation> {
  const { caller, limit, expected } = search;
  const found = await retrieve(search, RETRIEVAL_DEPTH, ports);
  const { queryClass: asked, language, byWords, calibration } = found;
  const { fusion, isCalibrated } = calibration;
  const { vector, lexical } = weightsOf(fusion, asked);
  const explanation: SearchExplanation = {
    filters: { tenantId: caller.tenantId, principals: principalsOf(caller), ...found.searchedBy },
    choice: { ...ports.choice, sourceCap: ports.choice.sourceCap ?? DEFAULT_SOURCE_CAP },
    ...{ depth: RETRIEVAL_DEPTH, limit, terms: found.terms.length, rerank: found.rerank ?? 'none' },
    understanding: understandingOf(found),
    question: { language, byWords, asked },
    fusion: { vector, lexical, method: fusion.method ?? 'scores', isCalibrated },
    stages: stagesOf(found.traces),
    candidates: found.traces,
    timings: found.timings,
  };
  if (expected === undefined) return explanation;
  const located = await locateExpected(caller.tenantId, expected, ports);
  const facts = { ...located, caller, ...found.searchedBy, traces: found.traces };
  const first = diagnose(facts);
  if (first.lostAt !== 'not-retrieved') return { ...explanation, expected: first };
  const deepLook = await lookDeeper(search, located, ports);
  return { ...explanation, expected: diagnose({ ...facts, deepLook }) };
}

function retrieve({ query, expected: _, ...search }: ExplainedSearch, depth: number, ports: LocalPorts) {
  const request = { ...search, text: unredacted(query), depth };
  // A search asks no model.
  return retrieveBranches(request, { ...ports, rewriter: undefined }, new AbortController().signal);
}

function understandingOf({ understanding, branches }: ConversationRetrieval): SearchExplanation['understanding'] {
  const told = understanding.branches.map((trace, at) =>
    trace.kind === 'original' ? trace : { ...trace, question: branches[at]?.retrieval.question },
  );
  return { ...understanding, branches: told };
}

function stagesOf(traces: readonly CandidateTrace[]): SearchExplanation['stages'] {
  const count = (is: (trace: CandidateTrace) => boolean) => traces.filter(is).length;
  const ended = (fate: CandidateTrace['fate']) => count((trace) => trace.fate === fate);
  return {
    lexical: count(({ lexicalRank }) => lexicalRank !== undefined),
    vector: count(({ vectorRank }) => vectorRank !== undefined),
    fused: traces.length,
    'not-live': ended('not-live'),
    'not-permitted': ended('not-permitted'),
    filtered: ended('filtered'),
    'same-passage': ended('same-passage'),
    'source-cap': ended('source-cap'),
    'near-duplicate': ended('near-duplicate'),
    'below-cut': ended('below-cut'),
    shown: ended('shown'),
  };
}

/** Asks far more of each side than a search does, and compares words: why an expected chunk was not among the first. */
async function lookDeeper(search: ExplainedSearch, located: LocatedExpectation, ports: LocalPorts): Promise<DeepLook> {
  const { traces, question, readAs } = await retrieve(search, DEEP, { ...ports, reranker: undefined });
  const analyze = (text: string) => new Set(ports.analyzer.analyze(text, readAs)); // One form of a word, on both sides.
  const terms = [...analyze(question)];
  const own = traces.filter(({ chunkId }) => located.chunkIds.includes(chunkId));
  const best = (ranks: readonly (number | undefined)[]) => {
    const found = ranks.filter((rank) => rank !== undefined);
    return found.length === 0 ? undefined : Math.min(...found);
  };
  const { tenantId = '', documentId = '' } = located.record ?? {};
  const chunks = await ports.index.documentChunks(tenantId, documentId);
  const held = chunks
    .filter(({ chunkId }) => located.chunkIds.includes(chunkId))
    .map((chunk) => analyze(embeddingText(chunk)));
  return {
    depth: DEEP,
    lexicalRank: best(own.map(({ lexicalRank }) => lexicalRank)),
    vectorRank: best(own.map(({ vectorRank }) => vectorRank)),
    sharedTerms: Math.max(0, ...held.map((words) => terms.filter((term) => words.has(term)).length)),
    terms: terms.length,
  };
}
