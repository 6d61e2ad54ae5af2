import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { Classified, Extracted } from '#shared/contracts/steps.ts';
import { CLASSIFIED_LENGTH } from '#shared/domain/classification.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import { type ClassHeadPorts, classHeadFor } from '#shared/runtime/class-heads.ts';
import { type ClassTellerPorts, classTeller } from '#shared/runtime/class-teller.ts';

export type ClassifyPorts = ClassHeadPorts & ClassTellerPorts & { readonly artifacts: ArtifactStore };

/** A use case that embeds the descriptions of the classes once, at its first document that they are needed for. */
export function documentClassifier(ports: ClassifyPorts) {
  const tell = classTeller(ports);

  /** Says what kind of document it is, by its first pages and the classes of its tenant. */
  return async (input: Extracted, signal: AbortSignal): Promise<Classified> => {
    const [first = 0] = input.batches;
    const batch = await ports.artifacts.read(artifactKeys(input).redactedBatch(first), RedactedBatchSchema, signal);
    const stored = await classHeadFor(input.tenantId, ports, signal);
    const { title, pages } = batch;
    const text = beginning(pages.map((page) => page.text));
    const document = { title, text, mediaType: input.mediaType };
    const { documentClass, confidence, tokens, use } = await tell(input.tenantId, document, stored?.head, signal);
    const told = { documentClass, classConfidence: confidence, classifiedTokens: tokens };
    return { ...input, ...told, ...(use && { classModelUse: use }) };
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
