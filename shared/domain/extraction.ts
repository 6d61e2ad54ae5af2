import type { RawText, RedactedText } from './text.ts';

export type BlockKind = 'heading' | 'paragraph' | 'list-item' | 'table-row' | 'code';

/** A rectangle on a page, in points (1/72 inch) from its top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of a page's text that belongs together. It holds no text itself, so that redaction sees every character. */
export interface Block {
  readonly kind: BlockKind;
  /** Offset in the page's text, in UTF-16 code units. */
  readonly start: number;
  /** Offset just past its last character. */
  readonly end: number;
  /** 1 (topmost) to 6, for headings. */
  readonly level?: number | undefined;
  /** For table rows: which table of the document (from 0), and whether this row heads it. */
  readonly table?: number | undefined;
  readonly header?: boolean | undefined;
  /** Where it stands, when the format has positions. */
  readonly box?: Box | undefined;
}

/**
 * One page, or for formats without pages one section of at most some thousand characters.
 *
 * Blocks are in reading order, do not overlap, and cover all text but white space.
 */
export interface Page<Text extends RawText | RedactedText> {
  /** 1-based, as a reader counts. */
  readonly number: number;
  readonly text: Text;
  readonly blocks: readonly Block[];
}

export type RawPage = Page<RawText>;
export type RedactedPage = Page<RedactedText>;

/** What an extractor makes of a file. */
export interface ExtractedDocument {
  /** From the file's own metadata or its first heading; empty when it has none. */
  readonly title: RawText;
  /** Whether page numbers are those a reader sees; otherwise pages are sections of ours. */
  readonly paged: boolean;
  readonly pages: readonly RawPage[];
}
