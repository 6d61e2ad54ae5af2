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
 * Tells what kind of document a text is the beginning of, and the tokens that this took. Embeds the descriptions of the
 * classes once, at first use, on nobody's account.
 */
export function textClassifier(embedder: Embedder) {
  let described: Promise<readonly Vector[]> | undefined;

  return async (
    document: ClassifiedText,
    signal: AbortSignal,
    embed: typeof meteredEmbedding = meteredEmbedding,
  ): Promise<Classification & { readonly tokens: number }> => {
    described ??= describe(embedder).catch((error: unknown) => {
      described = undefined;
      throw error;
    });
    const descriptions = await described; // Waited for before anything else can fail, or its own failure is nobody's.
    const { vectors, tokens } = await embed(embedder, [readable(document)], 'passage', signal);
    const [vector = []] = vectors;
    const similarities = descriptions.map((description) => cosineSimilarity(vector, description));
    return { ...classify(document, similarities), tokens };
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

/** Placeholders as their kind, because their codes say nothing and take up tokens. */
function readable({ title, text }: ClassifiedText): RedactedText {
  const start = `${title}\n${text.slice(0, EMBEDDED_LENGTH)}`;
  return start.replace(PLACEHOLDER, (_match, kind: string) => kind.toLowerCase()) as RedactedText; // Nothing is added.
}
