import { artifactKeys, RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { Classified, Extracted } from '#shared/contracts/steps.ts';
import { CLASSIFIED_LENGTH } from '#shared/domain/classification.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { paidEmbedding } from '#shared/runtime/paid-embedding.ts';
import type { SpendingPorts } from '#shared/runtime/spend.ts';
import { textClassifier } from '#shared/runtime/text-classifier.ts';

export interface ClassifyPorts extends SpendingPorts {
  readonly artifacts: ArtifactStore;
  readonly embedder: Embedder;
}

/** A use case that embeds the descriptions of the classes once, at its first document. */
export function documentClassifier({ artifacts, embedder, ...ports }: ClassifyPorts) {
  const classify = textClassifier(embedder);

  /** Says what kind of document it is, by its first pages. */
  return async (input: Extracted, signal: AbortSignal): Promise<Classified> => {
    const [first = 0] = input.batches;
    const batch = await artifacts.read(artifactKeys(input).redactedBatch(first), RedactedBatchSchema, signal);
    const { title, pages } = batch;
    const text = beginning(pages.map((page) => page.text));
    const document = { title, text, mediaType: input.mediaType };
    const { documentClass, tokens } = await classify(document, signal, paidEmbedding(input.tenantId, ports));
    return { ...input, documentClass, classifiedTokens: tokens };
  };
}

function beginning(texts: readonly RedactedText[]): RedactedText {
  let text = '';
  for (const page of texts) {
    if (text.length >= CLASSIFIED_LENGTH) break;
    text += `${page.slice(0, CLASSIFIED_LENGTH)}\n`;
  }
  return text as RedactedText; // Parts of redacted pages.
}
