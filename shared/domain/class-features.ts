import { CLASSIFIED_LENGTH, type ClassifiedText, cueWeight } from './classification.ts';
import { DOCUMENT_CLASSES } from './classification-cues.ts';

/** Log-odds of a class that count as a whole sign of it: two strong cues together. */
const WHOLE_SIGN = 4;

/** Lines longer than this are prose, shorter ones are of lists, forms and headings; in characters. */
const SHORT_LINE = 60;

/**
 * What can be seen of a document without understanding it, each as a number from 0 to 1: signs of the classes that we
 * know ourselves, and its make-up. They stand beside the embedding when classes are learned from examples, for an
 * embedding tells what a text is about better than what it is.
 */
export function classFeatures(document: ClassifiedText): number[] {
  const text = document.text.slice(0, CLASSIFIED_LENGTH);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const words = text.match(/[\p{L}\p{N}'’-]+/gu) ?? [];
  const share = (pattern: RegExp) => (text.match(pattern)?.length ?? 0) / Math.max(1, text.length);
  const among = (pattern: RegExp) => words.filter((word) => pattern.test(word)).length / Math.max(1, words.length);
  return [
    ...DOCUMENT_CLASSES.map((name) => Math.min(1, cueWeight(name, document) / WHOLE_SIGN)),
    text.length / CLASSIFIED_LENGTH,
    lines.filter((line) => line.length < SHORT_LINE).length / Math.max(1, lines.length),
    // Shares of letters and digits reach a tenth or so; of signs a hundredth.
    Math.min(1, 4 * share(/\d/g)),
    Math.min(1, 4 * share(/\p{Lu}/gu)),
    Math.min(1, 20 * share(/[|\t]/g)),
    Math.min(1, 20 * share(/:/g)),
    Math.min(1, 50 * share(/\?/g)),
    Math.min(1, 50 * share(/[[(]?[A-Z]+:[a-z0-9.]+\]/g)),
    Math.min(1, 10 * among(/^(?:i|my|me|we|our)$/i)),
    Math.min(1, 10 * among(/^(?:you|your)$/i)),
    Math.min(1, 10 * among(/^(?:shall|hereby|herein|thereof|hereof|hereunder)$/i)),
  ];
}
