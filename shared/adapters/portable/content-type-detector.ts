import { PipelineFailure } from '../../domain/failures.ts';
import type { TypeDetector } from '../../ports/text-extractor.ts';
import { binaryDocumentType } from './extraction/byte-signatures.ts';
import { decodeText } from './extraction/decode-text.ts';
import { textFormat } from './extraction/text-format.ts';
import { isBlank, isText } from './extraction/text-or-binary.ts';

/** Tells a file's type from its bytes; a wrong or missing file extension changes nothing. */
export function contentTypeDetector(): TypeDetector {
  return {
    detect: async (bytes, name) => {
      if (bytes.length === 0) throw new PipelineFailure('DocumentEmpty', 'the file has no bytes');

      const binary = await binaryDocumentType(bytes);
      if (binary) return binary;
      if (!isText(bytes)) throw new PipelineFailure('MediaTypeUnsupported', 'the file is of no type that is read');

      const { text } = decodeText(bytes);
      if (isBlank(text)) throw new PipelineFailure('DocumentEmpty', 'the file holds white space only');

      const format = textFormat(text, name);
      if (!format) throw new PipelineFailure('MediaTypeUnsupported', 'the markup language is not read');
      return format;
    },
  };
}
