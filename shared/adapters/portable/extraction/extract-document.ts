import type { ExtractedDocument } from '../../../domain/extraction.ts';
import { PipelineFailure } from '../../../domain/failures.ts';
import type { DocumentType } from '../../../ports/text-extractor.ts';
import type { FormatExtractor } from './format-extractor.ts';

/** Each format's library is loaded with its first document: a mailbox needs no PDF parser. */
const EXTRACTORS: Readonly<Record<DocumentType, () => Promise<FormatExtractor>>> = {
  'text/plain': async () => (await import('./plain-text.ts')).extractPlainText,
  'text/markdown': async () => (await import('./markdown.ts')).extractMarkdown,
  'text/html': async () => (await import('./html.ts')).extractHtml,
  'text/csv': async () => (await import('./csv.ts')).extractCsv,
  'application/json': async () => (await import('./json.ts')).extractJson,
  'message/rfc822': async () => (await import('./email.ts')).extractEmail,
  'application/pdf': async () => (await import('./pdf.ts')).extractPdf,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': async () =>
    (await import('./docx.ts')).extractDocx,
};

/**
 * Reads a document in this thread, however long it takes.
 *
 * @throws PipelineFailure as the `TextExtractor` port says, but for `ExtractionTimedOut`.
 */
export async function extractDocument(
  bytes: Uint8Array,
  type: DocumentType,
  maxOutputCharacters: number,
): Promise<ExtractedDocument> {
  const extract = await EXTRACTORS[type]();
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
