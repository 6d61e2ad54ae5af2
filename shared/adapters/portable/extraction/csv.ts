import { parse } from 'csv-parse/sync';
import { decodeText } from './decode-text.ts';
import { bestDelimiter } from './delimiter.ts';
import type { FormatExtractor } from './format-extractor.ts';
import { sectionedDocument } from './sectioned-document.ts';
import { tableRows } from './table-rows.ts';

/** One table whose first row heads it. */
export const extractCsv: FormatExtractor = (bytes) => {
  const { text } = decodeText(bytes);
  return sectionedDocument(tableRows(recordsOf(text), 0, 1));
};

function recordsOf(text: string): readonly (readonly string[])[] {
  const delimiter = bestDelimiter(text.slice(0, 1_000_000))?.delimiter ?? ',';
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  } catch {
    // A quote that never closes would swallow the rest of the file, so without quotes every line is a record.
    return text
      .split(/\r\n?|\n/)
      .filter((line) => line.trim() !== '')
      .map((line) => line.split(delimiter));
  }
}
