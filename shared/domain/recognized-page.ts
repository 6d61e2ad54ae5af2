import type { Box } from './extraction.ts';

/** Of a page as it is shown, in points (1/72 inch). */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** A word that somebody saw in a picture; its box in points from the top left corner of the page. */
export interface RecognizedWord {
  readonly text: string;
  /** From 0 to 1, how sure the recognizer is. */
  readonly confidence: number;
  readonly box: Box;
}

/** A page of a scan, with the words of each line from left to right. */
export interface RecognizedPage extends PageSize {
  readonly lines: readonly (readonly RecognizedWord[])[];
}
