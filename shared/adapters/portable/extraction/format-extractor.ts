import type { ExtractedDocument } from '../../../domain/extraction.ts';

/** Reads one format. Throws what it likes: whoever calls it turns what is no `PipelineFailure` into one. */
export type FormatExtractor = (bytes: Uint8Array) => ExtractedDocument | Promise<ExtractedDocument>;
