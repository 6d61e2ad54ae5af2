import { PipelineFailure } from './failures.ts';

/** A recognition of text that was asked for and whose end is not known. It travels between the steps. */
export interface Recognition {
  /** By which the recognizer knows it. */
  readonly job: string;
  /** How often somebody asked for its outcome. */
  readonly looks: number;
  /** Seconds until somebody asks again. */
  readonly waitSeconds: number;
}

/**
 * Between the first looks; it doubles up to the most. Ours to change: Textract takes some seconds for a page and minutes
 * for hundreds, and the figures of an account say which.
 */
const FIRST_WAIT_SECONDS = 5;

/** So that the lease of the execution's slot, 60 s that every look renews, still holds at the next one. */
const MOST_WAIT_SECONDS = 40;

/**
 * Looks before a recognition is given up, after some half an hour. A look has 9 events in the history of an execution
 * (wait, choice and task), so that all have 450: with them the largest document still keeps below 5,000 (see
 * `CHUNKS_PER_BATCH`).
 */
const MAX_LOOKS = 50;

/**
 * What is left to do of a recognition that was still running when somebody looked.
 *
 * @throws PipelineFailure `ExtractionTimedOut` when it was looked at often enough.
 */
export function nextLook({ job, looks }: Recognition): Recognition {
  if (looks + 1 >= MAX_LOOKS) {
    throw new PipelineFailure('ExtractionTimedOut', 'recognition of the text did not end', { details: { looks } });
  }
  return { job, looks: looks + 1, waitSeconds: Math.min(MOST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** looks) };
}
