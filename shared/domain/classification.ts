import { CLASS_TRAITS, DOCUMENT_CLASSES, type DocumentClass } from './classification-cues.ts';
import type { DocumentType } from './document-type.ts';
import { mean } from './statistics.ts';
import type { RedactedText } from './text.ts';

/** What is known of a document that is to be classified. */
export interface ClassifiedText {
  readonly title: RedactedText;
  /** The document's beginning. */
  readonly text: RedactedText;
  readonly mediaType: string;
}

export interface Classification {
  /** `unknown` when no class is likely enough. */
  readonly documentClass: string;
  /** Probability of the likeliest class, 0 to 1. */
  readonly confidence: number;
}

/** Characters of a document that are read: what it is shows at its beginning. */
export const CLASSIFIED_LENGTH = 4_000;

/** Characters within which a document says what it is, in title and first lines. */
const OPENING_LENGTH = 400;

/** Below this probability a class is not claimed. */
const MIN_CONFIDENCE = 0.5;

/** Weight of the embedder's opinion, in log-odds for each standard deviation over the other classes. */
const SIMILARITY_WEIGHT = 1.2;

/** What the file's type alone says, in log-odds. */
const TYPE_CUES: Readonly<Partial<Record<DocumentType, readonly [DocumentClass, number]>>> = {
  'message/rfc822': ['email', 5],
  'text/csv': ['table', 5],
  'application/json': ['table', 2],
};

/**
 * Tells what kind of document it is: cues in text, title and type, and the similarity of the text to a description of
 * each class, added up as log-odds.
 *
 * `similarities` has one cosine similarity a class, in the order of `DOCUMENT_CLASSES`. They count by how far they
 * stand out from one another, because each embedder has a range of its own.
 */
export function classify(document: ClassifiedText, similarities: readonly number[]): Classification {
  const standing = standardized(similarities);
  const odds = DOCUMENT_CLASSES.map((name, at) => {
    const similarity = standing[at] ?? 0;
    return { name, odds: Math.exp(SIMILARITY_WEIGHT * similarity + cueWeight(name, document)) };
  });
  const sum = odds.reduce((total, each) => total + each.odds, 0);
  const best = odds.reduce((a, b) => (b.odds > a.odds ? b : a));
  const confidence = best.odds / sum;
  return { documentClass: confidence < MIN_CONFIDENCE ? 'unknown' : best.name, confidence };
}

/** How much what is seen of a document raises the log-odds of a class of ours. */
export function cueWeight(name: DocumentClass, { title, text, mediaType }: ClassifiedText): number {
  const all = text.slice(0, CLASSIFIED_LENGTH).toLowerCase();
  const opening = `${title.toLowerCase()}\n${all.slice(0, OPENING_LENGTH)}`;
  const byText = CLASS_TRAITS[name].cues
    .filter(({ pattern, isOpening }) => pattern.test(isOpening ? opening : all))
    .reduce((sum, { weight }) => sum + weight, 0);
  // Any string may be asked for: the table simply has no other types.
  const [typeClass, typeWeight] = TYPE_CUES[mediaType as DocumentType] ?? [undefined, 0];
  return byText + (typeClass === name ? typeWeight : 0);
}

/** Each value's distance from the mean, in standard deviations. */
function standardized(values: readonly number[]): number[] {
  const middle = mean(values);
  const deviation = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  return values.map((value) => (deviation === 0 ? 0 : (value - middle) / deviation));
}
