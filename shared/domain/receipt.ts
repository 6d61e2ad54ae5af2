import type { ClaimFault, RefusalReason } from './answer.ts';
import type { FactCondition } from './fact-conditions.ts';
import type { FailureName } from './failures.ts';
import type { MeteredCost } from './metered-cost.ts';
import type { QueryClass } from './query-class.ts';

/**
 * How a candidate ended, in the order in which it is looked at: another version is live, the caller may not read it, a filter
 * does not let it in, it is the text of one that is shown, its document has its share, it says what one that is shown says,
 * others are better.
 */
export type CandidateFate =
  | 'not-live'
  | 'not-permitted'
  | 'filtered'
  | 'same-passage'
  | 'source-cap'
  | 'near-duplicate'
  | 'below-cut'
  | 'shown';

/** How one candidate fared on the way from the index to the answer. Ids and scores, no text. */
export interface CandidateTrace {
  readonly chunkId: string;
  readonly documentId: string;
  /** 1-based rank in the lexical and the vector result; absent when that side did not find it. */
  readonly lexicalRank?: number | undefined;
  readonly vectorRank?: number | undefined;
  /** Where its score lies on each side, 0 (its worst hit) to 1 (its best); absent from older receipts. */
  readonly lexicalShare?: number | undefined;
  readonly vectorShare?: number | undefined;
  /** Cosine similarity, when the vector side found it. */
  readonly similarity?: number | undefined;
  /** Fused score, 0 to 1; of an admitted one after its age and its document's period were looked at. */
  readonly score: number;
  /** Whether its document is called by another period than was asked about, and its score is lower for it. */
  readonly isOfOtherPeriod?: boolean | undefined;
  /** 1-based place that the reranker gave it, its score, and what that is made of; absent where it did not look. */
  readonly rerankRank?: number | undefined;
  readonly rerankScore?: number | undefined;
  readonly rerankFeatures?: Readonly<Record<string, number>> | undefined;
  /** Which of the receipt's branches found it, by their numbers from 0, where there were several. */
  readonly branches?: readonly number[] | undefined;
  /** What became of it. */
  readonly fate: CandidateFate;
  /** Of a near-duplicate, the chunk that is shown in its place. */
  readonly duplicateOf?: string | undefined;
}

/** What a search was narrowed to. */
export interface SearchedBy {
  readonly collections?: readonly string[] | undefined;
  readonly conditions: readonly FactCondition[];
}

/** What came of reranking. */
export interface RerankOutcome {
  readonly model: string;
  /** Candidates that it was given. */
  readonly passages: number;
  /** Whether the candidates stand in its order; else in fused order, for this reason. */
  readonly reranked: boolean;
  readonly reason?: FailureName | undefined;
}

/** One search of several for the same question. */
export interface BranchTrace {
  /** The question as it was asked, what it stands for after the turns before it, or one of the parts that it asks. */
  readonly kind: 'original' | 'follow-up' | 'part';
  readonly terms: number;
  /** Passages that it would show by itself. */
  readonly passages: number;
}

/** How a question was understood before it was searched. Counts, no text. */
export interface UnderstandingTrace {
  /** `none` where the question was searched as it stands, `rules`, or the model that told it anew. */
  readonly by: string;
  /** Whether a configured model failed, or told something else, and the rules stood in. */
  readonly degraded: boolean;
  /** Earlier turns that the request brought. */
  readonly turns: number;
  readonly branches: readonly BranchTrace[];
}

/** What a second check said of the claims that were told. Nothing hangs on it. */
export interface SupportTrace {
  /** Who checked. */
  readonly by: string;
  /** How well each claim is supported by its quote, 0 to 1, in their order; absent where the check failed. */
  readonly scores?: readonly number[] | undefined;
  /** Why it failed. */
  readonly reason?: FailureName | undefined;
}

export interface ClaimVerdict {
  readonly chunkId: string;
  /** `withheld` was a claim that held, of an answer that broke a rule. */
  readonly verdict: 'kept' | 'withheld' | ClaimFault;
}

/** How an answer came about: enough to explain it, and no document text, question or answer. */
export interface Receipt {
  readonly tenantId: string;
  readonly answerId: string;
  readonly user: string;
  /** ISO 8601. */
  readonly at: string;
  readonly pipelineVersion: string;
  /** Fingerprint of the embedding model that the index was built with. */
  readonly indexFingerprint: string;
  /** Generations of the index that candidates were found in: one, or none without candidates. */
  readonly indexGenerations?: readonly number[] | undefined;
  readonly principals: readonly string[];
  /** What the question was narrowed to; text of metadata as its digest. Absent where it was not. */
  readonly filters?: SearchedBy | undefined;
  /** What was told of the question, and whether it was searched by its words alone; absent from older receipts. */
  readonly question?: { readonly language: string; readonly byWords: boolean; readonly asked: QueryClass } | undefined;
  /** Missing from receipts of earlier releases. */
  readonly understanding?: UnderstandingTrace | undefined;
  readonly candidates: readonly CandidateTrace[];
  /** Absent where no reranker is configured. */
  readonly rerank?: RerankOutcome | undefined;
  /** Strength of the evidence and what it needed to have, 0 to 1. */
  readonly evidence: {
    readonly score: number;
    readonly threshold: number;
    /** How likely it is that the passages answer the very question, 0 to 1: the answerer's word where it gives one. */
    readonly answerability?: number | undefined;
  };
  readonly outcome: 'answered' | RefusalReason;
  readonly answerer: string;
  /** Whether the first configured model failed and another answerer stood in. */
  readonly degraded: boolean;
  /** Whether the claims were proposed for an earlier question, word for word the same over the same passages. */
  readonly cached?: boolean | undefined;
  readonly claims: {
    readonly proposed: number;
    readonly kept: number;
    readonly dropped: readonly ClaimFault[];
    /** What became of each claim that cites a retrieved chunk, in the order in which they were proposed. */
    readonly verdicts?: readonly ClaimVerdict[] | undefined;
  };
  /** Absent where no second check is configured, or no claim was told. */
  readonly support?: SupportTrace | undefined;
  readonly tokens: { readonly input: number; readonly output: number };
  /** What models took to answer, the embedding of the question included; absent from receipts of earlier releases. */
  readonly cost?: MeteredCost | undefined;
  /**
   * Milliseconds by stage: `understand`, `redact`, `embed`, `search`, `ledger`, `rerank`, `answer`. By the wall clock, once
   * where the parts of a question went through it beside each other.
   */
  readonly timings: Readonly<Record<string, number>>;
}
