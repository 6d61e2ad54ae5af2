import type { DocumentType } from '../domain/document-type.ts';
import type { ExtractedDocument } from '../domain/extraction.ts';

export type { DocumentType } from '../domain/document-type.ts';

/** Tells what a file is. */
export interface TypeDetector {
  /**
   * By content; `name` only decides between types that content cannot tell apart, such as Markdown and plain text.
   *
   * @throws PipelineFailure `MediaTypeUnsupported`, `DocumentEmpty` or `DocumentEncrypted`.
   */
  detect(bytes: Uint8Array, name: string): Promise<DocumentType>;
}

/** Reads text with its provenance out of a file's bytes. */
export interface TextExtractor {
  /**
   * Ends by itself within the extractor's deadline, whatever the file does.
   *
   * @throws PipelineFailure `DocumentUnreadable`, `DocumentEncrypted`, `DocumentEmpty`, `DocumentTooLarge`,
   *   `TextLayerMissing` or `ExtractionTimedOut`.
   */
  extract(bytes: Uint8Array, type: DocumentType, signal?: AbortSignal): Promise<ExtractedDocument>;
}
