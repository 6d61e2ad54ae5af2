import type { EvaluatedCase, Figure } from '#shared/contracts/evaluation-run.ts';
import type { ExtractedDocument } from '#shared/domain/extraction.ts';
import {
  comparedWords,
  readingOrder,
  type TableRow,
  tableCells,
  wordRecall,
} from '#shared/domain/extraction-metrics.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { bootstrap, percentile } from '#shared/domain/statistics.ts';
import type { LocalExtraction } from '../local-extraction.ts';
import type { EvaluationOptions } from './evaluate-retrieval.ts';
import type { ExpectedFile } from './expected-files.ts';
import { expectedText } from './expected-text.ts';
import { COST, definedFigures, figuresNamed, type Measurement, SHARE } from './measurement.ts';

const FIGURES: Readonly<Record<string, Figure>> = {
  read: SHARE,
  'words.recall': SHARE,
  'words.precision': SHARE,
  order: SHARE,
  'table.cells': SHARE,
  milliseconds: COST,
};

/**
 * Reads every file, `limit` at most, and compares with the text that is expected of it.
 *
 * - `read`: how many could be read at all; the others have no further figure.
 * - `words.recall`, `words.precision`: of a file's expected words, how many were read; and of those read, how many were
 *   expected, each as often.
 * - `order`: how much of it is in the expected order; `table.cells`: of its tables' cells, how many are exact.
 */
export async function evaluateExtraction(
  files: readonly ExpectedFile[],
  { types, extractor }: Pick<LocalExtraction, 'types' | 'extractor'>,
  { limit, now, onProgress }: EvaluationOptions,
): Promise<Measurement> {
  const cases: EvaluatedCase[] = [];
  const startedAt = now();
  for (const file of files.slice(0, limit)) {
    const extractedAt = now();
    const document = await read(file);
    const milliseconds = now() - extractedAt;
    const figures = document === undefined ? { read: 0 } : { read: 1, ...figuresOf(file, document), milliseconds };
    cases.push({ id: file.id, slices: { type: extensionOf(file.name) }, figures });
    onProgress(cases.length);
  }
  const seconds = (now() - startedAt) / 1000;
  const median = (sample: readonly number[]) => percentile(sample, 50);
  const summary = { 'milliseconds.p50': bootstrap(figuresNamed(cases, 'milliseconds'), median) };
  return { kind: 'extraction', cases, figures: FIGURES, summary, seconds };

  /** Nothing for a file that is refused or broken: that is a figure here, and no failure. */
  async function read({ name, bytes }: ExpectedFile): Promise<ExtractedDocument | undefined> {
    try {
      return await extractor.extract(bytes, await types.detect(bytes, name));
    } catch (cause) {
      if (cause instanceof PipelineFailure) return undefined;
      throw cause;
    }
  }
}

function figuresOf({ markdown }: ExpectedFile, { pages }: ExtractedDocument): Record<string, number> {
  const wanted = expectedText(markdown);
  const expected = comparedWords(wanted.text);
  const found = comparedWords(pages.map(({ text }) => text).join('\n'));
  return definedFigures({
    'words.recall': expected.length === 0 ? undefined : wordRecall(expected, found),
    'words.precision': found.length === 0 ? undefined : wordRecall(found, expected),
    order: readingOrder(expected, found),
    'table.cells': tableCells(wanted.tables, tablesOf(pages)),
  });
}

/** Between cells, and beside one without text at an end of the row. */
const CELL_BORDER = /(?:^| )\|(?: |$)/;

/** As `tableRows` of the extractors writes them. */
function tablesOf(pages: ExtractedDocument['pages']): readonly (readonly TableRow[])[] {
  const tables = new Map<number | undefined, TableRow[]>();
  for (const { text, blocks } of pages) {
    for (const { table, start, end } of blocks.filter(({ kind }) => kind === 'table-row')) {
      const rows = tables.get(table) ?? [];
      tables.set(table, [...rows, text.slice(start, end).split(CELL_BORDER)]);
    }
  }
  return [...tables.values()];
}

function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? 'none';
}
