/** Turns text into the terms that lexical search compares. The same code serves every index and every question. */
export interface TextAnalyzer {
  /**
   * Terms in text order: lower case, diacritics folded, English stems, no stop words; identifiers and numbers whole.
   * Placeholders such as `[PERSON:k7f2.q9x1]` give one term a token (`person:k7f2`, `person:q9x1`).
   */
  analyze(text: string): string[];
}
