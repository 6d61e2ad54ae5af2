import type { ClaimFault, RefusalReason } from './answer.ts';
import type { MeteredCost } from './metered-cost.ts';

/** How one candidate fared on the way from the index to the answer. Ids and scores, no text. */
export interface CandidateTrace {
  readonly chunkId: string;
  readonly documentId: string;
  /** 1-based rank in the lexical and the vector result; absent when that side did not find it. */
  readonly lexicalRank?: number | undefined;
  readonly vectorRank?: number | undefined;
  /** What each side gave it before weighting, 0 (its worst hit) to 1 (its best); absent from older receipts. */
  readonly lexicalShare?: number | undefined;
  readonly vectorShare?: number | undefined;
  /** Cosine similarity, when the vector side found it. */
  readonly similarity?: number | undefined;
  /** Fused score, 0 to 1. */
  readonly score: number;
  /** Which of the receipt's branches found it, by their numbers from 0, where there were several. */
  readonly branches?: readonly number[] | undefined;
  /** What became of it. */
  readonly fate: 'shown' | 'not-live' | 'not-permitted' | 'same-passage' | 'below-cut';
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

export interface ClaimVerdict {
  readonly chunkId: string;
  readonly verdict: 'kept' | ClaimFault;
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
  /** Missing from receipts of earlier releases. */
  readonly understanding?: UnderstandingTrace | undefined;
  readonly candidates: readonly CandidateTrace[];
  /** Strength of the evidence and what it needed to have, 0 to 1. */
  readonly evidence: {
    readonly score: number;
    readonly threshold: number;
    /** How likely it is that the passages answer the very question, 0 to 1: the answerer's word where it gives one. */
    readonly answerability?: number | undefined;
  };
  readonly outcome: 'answered' | RefusalReason;
  readonly answerer: string;
  /** Whether a configured model failed and the extractive answerer stood in. */
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
  readonly tokens: { readonly input: number; readonly output: number };
  /** What models took to answer, the embedding of the question included; absent from receipts of earlier releases. */
  readonly cost?: MeteredCost | undefined;
  /** Milliseconds by stage: `understand`, `redact`, `embed`, `search`, `ledger`, `answer`. */
  readonly timings: Readonly<Record<string, number>>;
}
