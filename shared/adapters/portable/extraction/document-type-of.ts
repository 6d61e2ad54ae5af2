import type { DocumentType } from '../../../domain/document-type.ts';
import { PipelineFailure } from '../../../domain/failures.ts';
import { binaryDocumentType } from './byte-signatures.ts';
import { decodeText } from './decode-text.ts';
import { textFormat } from './text-format.ts';
import { isBlank, isText } from './text-or-binary.ts';

/** See the port's `detect`. It stands apart because it brings the tables of every encoding. */
export async function documentTypeOf(bytes: Uint8Array, name: string): Promise<DocumentType> {
  if (bytes.length === 0) throw new PipelineFailure('DocumentEmpty', 'the file has no bytes');

  const binary = await binaryDocumentType(bytes);
  if (binary) return binary;
  if (!isText(bytes)) throw new PipelineFailure('MediaTypeUnsupported', 'the file is of no type that is read');

  const { text } = decodeText(bytes);
  if (isBlank(text)) throw new PipelineFailure('DocumentEmpty', 'the file holds white space only');

  const format = textFormat(text, name);
  if (!format) throw new PipelineFailure('MediaTypeUnsupported', 'the markup language is not read');
  return format;
}
