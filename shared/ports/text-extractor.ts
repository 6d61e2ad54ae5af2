import type { ExtractedDocument } from '../domain/extraction.ts';

/** Media types that the pipeline reads. Names are IANA's. */
export type DocumentType =
  | 'text/plain'
  | 'text/markdown'
  | 'text/html'
  | 'text/csv'
  | 'application/json'
  | 'message/rfc822'
  | 'application/pdf'
  | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

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
