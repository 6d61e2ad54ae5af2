import { classFeatures } from '#shared/domain/class-features.ts';
import type { ClassExample } from '#shared/domain/linear-class-head.ts';
import type { RawText, RedactedText } from '#shared/domain/text.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { classVector } from '#shared/runtime/text-classifier.ts';
import type { LabelledText } from '../evaluation/labelled-texts.ts';
import { redactedBeginning } from './redacted-beginning.ts';

/** What an example goes through before its class is learned or told, as in the pipeline. */
export interface ExamplePorts {
  readonly redact: (text: RawText) => Promise<RedactedText>;
  readonly embedder: Embedder;
  /** Told of each text, in order, how many tokens embedding it took. */
  readonly onTokens?: (tokens: number) => void;
}

/** Redacts and embeds labelled texts, in their order. */
export async function classExamples(
  texts: readonly LabelledText[],
  { redact, embedder, onTokens }: ExamplePorts,
  onProgress: (done: number) => void,
): Promise<ClassExample[]> {
  const examples: ClassExample[] = [];
  for (const labelled of texts) {
    const document = await redactedBeginning(labelled, redact);
    const { vector, tokens } = await classVector(embedder, document, new AbortController().signal);
    onTokens?.(tokens);
    examples.push({ label: labelled.label, vector, cues: classFeatures(document) });
    onProgress(examples.length);
  }
  return examples;
}
