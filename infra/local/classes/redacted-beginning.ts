import { CLASSIFIED_LENGTH, type ClassifiedText } from '#shared/domain/classification.ts';
import type { RawText, RedactedText } from '#shared/domain/text.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import type { LabelledText } from '../evaluation/labelled-texts.ts';

/** A text as the classify step sees it. What is read is its beginning: the rest need not be redacted to know its class. */
export async function redactedBeginning(
  { title, text, mediaType }: LabelledText,
  redact: (text: RawText) => Promise<RedactedText>,
): Promise<ClassifiedText> {
  const beginning = unredacted(text.slice(0, CLASSIFIED_LENGTH));
  return { title: await redact(title), text: await redact(beginning), mediaType };
}
