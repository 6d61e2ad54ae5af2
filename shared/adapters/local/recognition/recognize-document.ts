import type { ExtractedDocument } from '../../../domain/extraction.ts';
import type { RecognizedPage } from '../../../domain/recognized-page.ts';
import type { DocumentType } from '../../../ports/text-extractor.ts';
import { readDocument } from '../../portable/extraction/read-document.ts';
import { recognizedDocument } from '../../portable/extraction/recognized-document.ts';
import { loadedOnce } from '../../portable/loaded-once.ts';
import { openTesseract } from './open-tesseract.ts';
import { pagePictures } from './page-pictures.ts';

const tesseract = loadedOnce(openTesseract);

/**
 * Reads the text in the pictures of a document in this thread and Tesseract's own, however long it takes.
 *
 * @throws PipelineFailure as `TextRecognizer.collect` says, but for `ExtractionTimedOut`.
 */
export function recognizeDocument(
  bytes: Uint8Array,
  type: DocumentType,
  maxOutputCharacters: number,
): Promise<ExtractedDocument> {
  return readDocument((document) => recognized(document, type), bytes, maxOutputCharacters);
}

async function recognized(bytes: Uint8Array, type: DocumentType): Promise<ExtractedDocument> {
  const { linesOf } = await tesseract();
  const pages: RecognizedPage[] = [];
  for await (const { picture, width, height, scale } of pagePictures(bytes, type)) {
    pages.push({ width, height, lines: await linesOf(picture, scale) });
  }
  return recognizedDocument(pages);
}
