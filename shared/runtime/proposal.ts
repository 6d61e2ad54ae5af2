import type { AnswererReply } from '../ports/answerer.ts';

/** What an answerer proposed for a question, unchecked, and how it came about. */
export interface Proposal extends AnswererReply {
  readonly answerer: string;
  /** Whether the first answerer failed. */
  readonly degraded: boolean;
  /** Whether it was made for an earlier question; its tokens were paid for then. */
  readonly isCached: boolean;
}
