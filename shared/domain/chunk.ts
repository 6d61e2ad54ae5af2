import type { Stretch } from './chunking-cuts.ts';
import type { Attempt } from './identity.ts';
import type { RedactedText } from './text.ts';
import type { Vector } from './vector.ts';

/** A run of a page's text that is small enough to embed and still knows where it stands. */
export interface Chunk {
  /** Position in the document, from 0. */
  readonly position: number;
  readonly page: number;
  /** Offsets in the redacted page's text; `text` is exactly what stands between them. */
  readonly start: number;
  readonly end: number;
  readonly text: RedactedText;
  /** The part of it that is embedded and searched, by offsets in the page's text, where that is not all of it. */
  readonly focus?: Stretch | undefined;
  /** Title and section path, embedded and searched with the text but never cited. */
  readonly context: RedactedText;
  /** ISO 639-1 code of its document's language, by which its words are compared; absent where that is not known. */
  readonly language?: string | undefined;
  /** How much it looks like orders to a model, 0 to 1; absent on chunks from before it was looked at. */
  readonly suspicion?: number | undefined;
}

/** A chunk as the index keeps it. */
export interface IndexedChunk extends Attempt, Chunk {
  readonly chunkId: string;
  readonly vector: Vector;
}

/** A chunk that the index will never take as it is. Tells no text: what an index says of a fault quotes values. */
export interface RefusedChunk {
  readonly chunkId: string;
  /** HTTP status of the refusal. */
  readonly status: number;
  /** The index's name for the fault, such as `mapper_parsing_exception`. */
  readonly reason: string;
}

/** What is embedded and searched for a chunk: where it stands, then what it says. */
export function embeddingText({ context, text, start, focus }: Chunk): RedactedText {
  const found = focus === undefined ? text : text.slice(focus.start - start, focus.end - start);
  return (context === '' ? found : `${context}\n${found}`) as RedactedText; // Made of redacted parts alone.
}
