import { artifactKeys, RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { Classified, Extracted } from '#shared/contracts/steps.ts';
import { CLASSIFIED_LENGTH, classify } from '#shared/domain/classification.ts';
import { CLASS_TRAITS, DOCUMENT_CLASSES } from '#shared/domain/classification-cues.ts';
import { PLACEHOLDER } from '#shared/domain/placeholder.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import { cosineSimilarity, type Vector } from '#shared/domain/vector.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Embedder } from '#shared/ports/embedder.ts';

export interface ClassifyPorts {
  readonly artifacts: ArtifactStore;
  readonly embedder: Embedder;
}

/** Characters that are embedded: about 450 tokens, so that small models read all of them. */
const EMBEDDED_LENGTH = 1_800;

/** A use case that embeds the descriptions of the classes once, at its first document. */
export function documentClassifier({ artifacts, embedder }: ClassifyPorts) {
  let described: Promise<readonly Vector[]> | undefined;

  /** Says what kind of document it is, by its first pages. */
  return async (input: Extracted, signal: AbortSignal): Promise<Classified> => {
    const [first = 0] = input.batches;
    const batch = await artifacts.read(artifactKeys(input).redactedBatch(first), RedactedBatchSchema, signal);
    const { title, pages } = batch;
    const text = beginning(pages.map((page) => page.text));

    described ??= describe(embedder).catch((error: unknown) => {
      described = undefined;
      throw error;
    });
    // Awaited together: when the model fails both, the one that nobody waited for would end the process.
    const embedded = embedder.embed([readable(title, text)], 'passage', signal);
    const [[vector = []], descriptions] = await Promise.all([embedded, described]);
    const similarities = descriptions.map((description) => cosineSimilarity(vector, description));
    const { documentClass } = classify({ title, text, mediaType: input.mediaType }, similarities);
    return { ...input, documentClass };
  };
}

/** Without a signal: other documents wait for the same vectors. */
async function describe(embedder: Embedder): Promise<readonly Vector[]> {
  const texts = DOCUMENT_CLASSES.map((name) => CLASS_TRAITS[name].description as RedactedText); // Our own words.
  const vectors: Vector[] = [];
  for (let start = 0; start < texts.length; start += embedder.maxBatch) {
    vectors.push(...(await embedder.embed(texts.slice(start, start + embedder.maxBatch), 'passage')));
  }
  return vectors;
}

function beginning(texts: readonly RedactedText[]): RedactedText {
  let text = '';
  for (const page of texts) {
    if (text.length >= CLASSIFIED_LENGTH) break;
    text += `${page.slice(0, CLASSIFIED_LENGTH)}\n`;
  }
  return text as RedactedText; // Parts of redacted pages.
}

/** Placeholders as their kind, because their codes say nothing and take up tokens. */
function readable(title: RedactedText, text: RedactedText): RedactedText {
  const start = `${title}\n${text.slice(0, EMBEDDED_LENGTH)}`;
  return start.replace(PLACEHOLDER, (_match, kind: string) => kind.toLowerCase()) as RedactedText; // Nothing is added.
}
