import { classFeatures } from '../domain/class-features.ts';
import type { ClassHead } from '../domain/class-head.ts';
import { claimClass } from '../domain/class-head.ts';
import { type Classification, type ClassifiedText, classify } from '../domain/classification.ts';
import { CLASS_TRAITS, DOCUMENT_CLASSES } from '../domain/classification-cues.ts';
import { PLACEHOLDER } from '../domain/placeholder.ts';
import type { RedactedText } from '../domain/text.ts';
import { cosineSimilarity, type Vector } from '../domain/vector.ts';
import type { Embedder } from '../ports/embedder.ts';
import { meteredEmbedding } from './metered-embedding.ts';

/** Characters that are embedded: about 450 tokens, so that small models read all of them. */
const EMBEDDED_LENGTH = 1_800;

/**
 * Tells what kind of document a text is the beginning of, and the tokens that this took: by classes learned from
 * examples of the same embedder, or, without any, by our own classes' cues and descriptions. Embeds the descriptions
 * once, at first use, on nobody's account.
 */
export function textClassifier(embedder: Embedder) {
  let described: Promise<readonly Vector[]> | undefined;

  return async (
    document: ClassifiedText,
    head: ClassHead | undefined,
    signal: AbortSignal,
    embed: typeof meteredEmbedding = meteredEmbedding,
  ): Promise<Classification & { readonly tokens: number }> => {
    const descriptions = head === undefined ? await descriptionVectors() : [];
    const { vector, tokens } = await classVector(embedder, document, signal, embed);
    if (head !== undefined) return { ...claimClass(head, { vector, cues: classFeatures(document) }), tokens };
    const similarities = descriptions.map((description) => cosineSimilarity(vector, description));
    return { ...classify(document, similarities), tokens };
  };

  function descriptionVectors(): Promise<readonly Vector[]> {
    described ??= describe(embedder).catch((error: unknown) => {
      described = undefined;
      throw error;
    });
    return described;
  }
}

/** The vector by which a document's class is told. */
export async function classVector(
  embedder: Embedder,
  document: ClassifiedText,
  signal: AbortSignal,
  embed: typeof meteredEmbedding = meteredEmbedding,
): Promise<{ readonly vector: Vector; readonly tokens: number }> {
  const { vectors, tokens } = await embed(embedder, [readable(document)], 'passage', signal);
  const [vector = []] = vectors;
  return { vector, tokens };
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

/** Placeholders as their kind, because their codes say nothing and take up tokens. */
function readable({ title, text }: ClassifiedText): RedactedText {
  const start = `${title}\n${text.slice(0, EMBEDDED_LENGTH)}`;
  return start.replace(PLACEHOLDER, (_match, kind: string) => kind.toLowerCase()) as RedactedText; // Nothing is added.
}
