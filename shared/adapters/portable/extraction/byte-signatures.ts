import { fileTypeFromBuffer } from 'file-type';
import { PipelineFailure } from '../../../domain/failures.ts';
import type { DocumentType } from '../../../ports/text-extractor.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Word's own variants, with macros or as templates: the same parts inside, and nothing here runs macros. */
const WORD_TYPES: readonly string[] = [
  DOCX,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.template',
  'application/vnd.ms-word.document.macroenabled.12',
  'application/vnd.ms-word.template.macroenabled.12',
];

/** PDF readers accept other bytes before the header. Source: PDF 1.7 reference, implementation note 13. */
const PDF_HEADER_WINDOW = 1_024;

/** What binary files show by their first bytes; nothing for those that may be text. */
export async function binaryDocumentType(bytes: Uint8Array): Promise<DocumentType | undefined> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isPdf(buffer)) return 'application/pdf';

  const mime = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime;
  if (mime === 'application/x-cfb') refuseCompoundFile(buffer);
  if (mime === 'image/png' || mime === 'image/jpeg') return mime;
  if (mime !== undefined && WORD_TYPES.includes(mime)) return DOCX;
  return mime === 'application/zip' && holdsWordDocument(buffer) ? DOCX : undefined;
}

function isPdf(buffer: Buffer): boolean {
  const at = buffer.subarray(0, PDF_HEADER_WINDOW).indexOf('%PDF-');
  // A text about PDF may name the header too, but holds no objects.
  return at === 0 || (at > 0 && /\d+\s+\d+\s+obj\b/.test(buffer.toString('latin1', at, at + 65_536)));
}

/** Word documents of some writers begin with other parts than file-type looks for. */
function holdsWordDocument(buffer: Buffer): boolean {
  return buffer.includes('word/document.xml') && buffer.includes('[Content_Types].xml');
}

/** Office wraps an encrypted package in a compound file whose directory, in UTF-16, names it. Source: [MS-OFFCRYPTO] 2.3. */
function refuseCompoundFile(buffer: Buffer): never {
  if (buffer.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
    throw new PipelineFailure('DocumentEncrypted', 'the Office document is encrypted');
  }
  throw new PipelineFailure('MediaTypeUnsupported', 'compound files such as .doc and .msg are not read');
}
