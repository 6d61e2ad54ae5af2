import type { ClaimFault, RefusalReason } from './answer.ts';
import type { MeteredCost } from './metered-cost.ts';
import type { QueryClass } from './query-class.ts';

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
  /** Fused score, 0 to 1. */
  readonly score: number;
  /** What became of it. */
  readonly fate: 'shown' | 'not-live' | 'not-permitted' | 'same-passage' | 'below-cut';
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
  /** What was told of the question, and whether it was searched by its words alone; absent from older receipts. */
  readonly question?: { readonly language: string; readonly byWords: boolean; readonly asked: QueryClass } | undefined;
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
  /** Milliseconds by stage: `redact`, `embed`, `search`, `ledger`, `answer`. */
  readonly timings: Readonly<Record<string, number>>;
}
