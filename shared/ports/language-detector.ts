import type { RawText } from '../domain/text.ts';

export interface LanguageDetector {
  /** ISO 639-1 code of the text's language, or `und` when there is too little text to tell reliably. */
  detect(text: RawText): Promise<string>;
}
