import type { ExtractedDocument } from '../../../domain/extraction.ts';
import type { DocumentType } from '../../../ports/text-extractor.ts';
import type { FormatExtractor } from './format-extractor.ts';
import { readDocument } from './read-document.ts';

/** Each format's library is loaded with its first document: a mailbox needs no PDF parser. */
const EXTRACTORS: Readonly<Record<DocumentType, () => Promise<FormatExtractor>>> = {
  'text/plain': async () => (await import('./plain-text.ts')).extractPlainText,
  'text/markdown': async () => (await import('./markdown.ts')).extractMarkdown,
  'text/html': async () => (await import('./html.ts')).extractHtml,
  'text/csv': async () => (await import('./csv.ts')).extractCsv,
  'application/json': async () => (await import('./json.ts')).extractJson,
  'message/rfc822': async () => (await import('./email.ts')).extractEmail,
  'application/pdf': async () => (await import('./pdf.ts')).extractPdf,
  'image/png': async () => (await import('./image.ts')).refuseImage,
  'image/jpeg': async () => (await import('./image.ts')).refuseImage,
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
  return readDocument(await EXTRACTORS[type](), bytes, maxOutputCharacters);
}
