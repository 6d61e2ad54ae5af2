import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { Classified, Extracted } from '#shared/contracts/steps.ts';
import { UNKNOWN_CLASS } from '#shared/domain/class-head.ts';
import { CLASSIFIED_LENGTH } from '#shared/domain/classification.ts';
import { DOCUMENT_CLASSES } from '#shared/domain/classification-cues.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { type ClassHeadPorts, classHeadFor } from '#shared/runtime/class-heads.ts';
import { modelClass } from '#shared/runtime/model-class.ts';
import { paidEmbedding } from '#shared/runtime/paid-embedding.ts';
import type { SpendingPorts } from '#shared/runtime/spend.ts';
import { textClassifier } from '#shared/runtime/text-classifier.ts';

export interface ClassifyPorts extends ClassHeadPorts, SpendingPorts {
  readonly artifacts: ArtifactStore;
  readonly embedder: Embedder;
  /** Asked about documents of which what was learned cannot tell the class; nobody without it. */
  readonly classModel?: Answerer | undefined;
}

/** A use case that embeds the descriptions of the classes once, at its first document that they are needed for. */
export function documentClassifier(ports: ClassifyPorts) {
  const classify = textClassifier(ports.embedder);

  /** Says what kind of document it is, by its first pages and the classes of its tenant. */
  return async (input: Extracted, signal: AbortSignal): Promise<Classified> => {
    const [first = 0] = input.batches;
    const batch = await ports.artifacts.read(artifactKeys(input).redactedBatch(first), RedactedBatchSchema, signal);
    const stored = await classHeadFor(input.tenantId, ports, signal);
    const { title, pages } = batch;
    const text = beginning(pages.map((page) => page.text));
    const document = { title, text, mediaType: input.mediaType };
    const { documentClass, confidence, tokens } = await classify(
      document,
      stored?.head,
      signal,
      paidEmbedding(input.tenantId, ports),
    );
    const told = { ...input, documentClass, classConfidence: confidence, classifiedTokens: tokens };
    if (documentClass !== UNKNOWN_CLASS || ports.classModel === undefined) return told;
    const asked = (stored?.head.classes ?? DOCUMENT_CLASSES).filter((name) => name !== UNKNOWN_CLASS);
    const model = { tenantId: input.tenantId, model: ports.classModel, classes: asked };
    const { named, use } = await modelClass(model, document, ports, signal);
    return { ...told, documentClass: named ?? UNKNOWN_CLASS, ...(use && { classModelUse: use }) };
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
