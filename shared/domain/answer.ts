import type { Box } from './extraction.ts';
import type { RedactedText } from './text.ts';

/** A passage that was retrieved for a caller who may read it: all that an answerer gets to see. */
export interface Passage {
  readonly chunkId: string;
  readonly documentId: string;
  readonly name: RedactedText;
  readonly title: RedactedText;
  readonly page: number;
  readonly start: number;
  readonly end: number;
  readonly text: RedactedText;
  readonly context: RedactedText;
  /** Cosine similarity of question and passage, -1 to 1. */
  readonly similarity: number;
  /** Fused score, 0 to 1; ours, so it depends on nobody else's documents. */
  readonly score: number;
  /** How much it looks like orders to a model, 0 to 1, as found at ingest; absent on chunks from before that was done. */
  readonly suspicion?: number | undefined;
}

/** What an answerer asserts, before anything was checked. */
export interface ProposedClaim {
  readonly text: string;
  readonly chunkId: string;
  /** The words of the passage that carry the claim. */
  readonly quote: string;
}

/** Where a quote stands. Offsets are in the redacted page's text. */
export interface Citation {
  readonly chunkId: string;
  readonly documentId: string;
  readonly name: string;
  readonly title: string;
  readonly page: number;
  readonly start: number;
  readonly end: number;
  /** Exactly what stands between the offsets. */
  readonly quote: string;
  /** Where to highlight, when the format has positions. */
  readonly boxes: readonly Box[];
  readonly score: number;
  /** Set where the passage looks like orders to a model. */
  readonly suspicious?: true | undefined;
}

/** Why a proposed claim did not become an answer. */
export type ClaimFault =
  | 'chunk-not-retrieved'
  | 'quote-not-found'
  | 'quote-too-short'
  | 'number-not-in-quote'
  | 'name-not-in-quote'
  | 'negation-differs'
  | 'link-not-in-quote'
  | 'other-source'
  | 'source-gives-orders';

/** Why no answer was given. No access looks like no evidence. */
export type RefusalReason = 'no-evidence' | 'unsafe' | 'not-permitted';
