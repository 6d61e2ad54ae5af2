/** Turns text into the terms that lexical search compares. The same code serves every index and every question. */
export interface TextAnalyzer {
  /**
   * Terms in text order: lower case, without accents, the language's stems, no stop words; identifiers and numbers whole.
   * Placeholders such as `[PERSON:k7f2.q9x1]` give one term a token (`person:k7f2`, `person:q9x1`), in every language.
   *
   * `language` is an ISO 639-1 code, English without one. Words of a language that has no stemmer stay as they are, and
   * scripts that part no words give pairs of signs.
   */
  analyze(text: string, language?: string): string[];
  /**
   * Terms to search by, each once, when the text may be of any of these languages: what one of them passes over is left
   * out, every other word stands in the form that it has in each, and as it is unless all is English. Documents keep the
   * form of their own language, so that a word counts once for each of them.
   */
  searchTerms(text: string, languages: readonly string[]): string[];
}
