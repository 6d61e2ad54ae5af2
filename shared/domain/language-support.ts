import { BY_WORDS, type RetrievalCalibration } from './retrieval-calibration.ts';

/** Languages that an embedder was made for; the port's `languages`. */
type EmbedderLanguages = readonly string[] | 'many';

/** Whether an embedder compares texts of this language. One that nobody could tell is tried. */
export function isCompared(language: string, languages: EmbedderLanguages): boolean {
  return languages === 'many' || language === 'und' || languages.includes(language);
}

/** What was fitted to the embedder, or, for a question in a language that it was not made for, what words alone give. */
export function calibrationIn(
  language: string,
  languages: EmbedderLanguages,
  calibration: RetrievalCalibration,
): RetrievalCalibration {
  return isCompared(language, languages) ? calibration : { ...BY_WORDS, isCalibrated: calibration.isCalibrated };
}
