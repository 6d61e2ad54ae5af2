import type { ExtractedDocument } from '../../../domain/extraction.ts';
import { PipelineFailure } from '../../../domain/failures.ts';
import type { FormatExtractor } from './format-extractor.ts';

/**
 * Reads a document in this thread, however long it takes. Whatever the reader throws becomes a failure of ours.
 *
 * @throws PipelineFailure as the `TextExtractor` port says, but for `ExtractionTimedOut`.
 */
export async function readDocument(
  extract: FormatExtractor,
  bytes: Uint8Array,
  maxOutputCharacters: number,
): Promise<ExtractedDocument> {
  const document = await read(extract, bytes);
  const characters = document.pages.reduce((sum, { text }) => sum + text.length, 0);
  if (characters === 0) throw new PipelineFailure('DocumentEmpty', 'the document holds no text');
  if (characters > maxOutputCharacters) {
    throw new PipelineFailure('DocumentTooLarge', 'the document holds too much text', {
      details: { characters, limit: maxOutputCharacters },
    });
  }
  return document;
}

async function read(extract: FormatExtractor, bytes: Uint8Array): Promise<ExtractedDocument> {
  try {
    return await extract(bytes);
  } catch (error) {
    throw error instanceof PipelineFailure ? error : parserFailure(error);
  }
}

/** What a parser throws may quote the document, so only the kind of its error is kept. */
function parserFailure(error: unknown): PipelineFailure {
  const kind = error instanceof Error ? error.name : typeof error;
  if (error instanceof RangeError && /length|allocation|memory/i.test(error.message)) {
    return new PipelineFailure('DocumentTooLarge', 'the document does not fit into memory', { details: { kind } });
  }
  return new PipelineFailure('DocumentUnreadable', 'the parser gave the document up', { details: { kind } });
}
