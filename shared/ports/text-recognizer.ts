import type { DocumentType } from '../domain/document-type.ts';
import type { ExtractedDocument } from '../domain/extraction.ts';

/** A stored document whose text is in pictures. */
export interface Scan {
  readonly key: string;
  readonly versionId: string;
  readonly type: DocumentType;
  /** The same for every try of one attempt, of letters, digits and hyphens, 64 at most: no try pays twice by it. */
  readonly token: string;
}

/** Reads the text in pictures of pages, which may take minutes: whoever asks comes back for it. */
export interface TextRecognizer {
  /** Seconds from the start to the first look that is worth it. */
  readonly firstLookSeconds: number;
  /**
   * Begins, and tells the job by which the outcome is asked for.
   *
   * @throws PipelineFailure `DocumentUnreadable`, `DocumentTooLarge` or `DependencyUnavailable`.
   */
  start(scan: Scan, signal?: AbortSignal): Promise<string>;
  /**
   * The pages with the place of every block, or nothing while the job is still running.
   *
   * @throws PipelineFailure `TextLayerMissing` when there is no text, `DocumentUnreadable`, `DocumentTooLarge`,
   *   `ExtractionTimedOut` or `DependencyUnavailable`.
   */
  collect(scan: Scan, job: string, signal?: AbortSignal): Promise<ExtractedDocument | undefined>;
}
