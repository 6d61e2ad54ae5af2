import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import type { GoldSet } from '#shared/contracts/gold-set.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { figurePages, figuresOf, type PlacedPage } from '#shared/domain/figure-pages.ts';
import type { LocalExtraction } from '../local-extraction.ts';
import type { GoldDocument } from './gold-document.ts';
import { type LabelledCorpus, labelledCorpus } from './gold-set-files.ts';
import { readShaped } from './run-file.ts';

const TABLE = 'qna_data.csv';

/** Whether a folder is a set of questions about filings: `qna_data.csv` beside `docs/`. */
export function isFilingFolder(folder: string): boolean {
  return existsSync(path.join(folder, TABLE)) && existsSync(path.join(folder, 'docs'));
}

const RowSchema = z.object({
  Question: z.string().min(1),
  'Source Docs': z.string().min(1),
  'Question Type': z.string().min(1),
  'Source Chunk Type': z.string().min(1),
  Answer: z.string(),
});
type Row = z.output<typeof RowSchema>;

/**
 * Reads questions about filings with their reviewed answers, in the layout of Docugami's KG-RAG data sets: `qna_data.csv`
 * and `docs/<period> <company>.pdf`. Each company is a collection, and its questions are asked of it alone.
 *
 * Answers come without pages. The pages that count are those of the named filings that hold the answer's figures
 * (`figurePages`); a question whose answer has none is left out.
 *
 * @throws PipelineFailure `InputInvalid` when it is malformed or no question is left; what the extractor throws.
 */
export async function readFilingCorpus(
  folder: string,
  { types, extractor }: Pick<LocalExtraction, 'types' | 'extractor'>,
): Promise<LabelledCorpus> {
  const rows = await readShaped(path.join(folder, TABLE), z.array(RowSchema), (text) =>
    parse(text, { columns: true, bom: true }),
  );
  const names = (await readdir(path.join(folder, 'docs'))).filter((name) => name.endsWith('.pdf')).sort();
  const filings = await Promise.all(names.map((name) => readFiling(name)));
  const cases = rows.flatMap((row, at) => caseOf(row, at, filings));
  if (cases.length === 0) throw new PipelineFailure('InputInvalid', 'no answer has figures that a filing holds');
  const name = `${path.basename(path.dirname(path.resolve(folder)))}-${path.basename(path.resolve(folder))}`;
  return labelledCorpus({ schema: 'affidavit.gold-set/1', name, version: '1', cases }, filings);

  async function readFiling(file: string) {
    const bytes = new Uint8Array(await readFile(path.join(folder, 'docs', file)));
    const { pages } = await extractor.extract(bytes, await types.detect(bytes, file));
    const collection = collectionOf(file);
    return {
      path: `${collection}/${file}`,
      collection,
      bytes,
      file,
      pages: pages.map(({ number, text }) => ({ number, text })),
    };
  }
}

/** The company is the last word of the file's name. */
function collectionOf(file: string): string {
  const company = path.basename(file, '.pdf').split(/\s+/).at(-1) ?? '';
  return company.toLowerCase().replace(/[^a-z0-9]/g, '') || 'filings';
}

interface Filing extends GoldDocument {
  readonly collection: string;
  readonly file: string;
  readonly pages: readonly { readonly number: number; readonly text: string }[];
}

function caseOf(row: Row, at: number, filings: readonly Filing[]): GoldSet['cases'] {
  // `*2023 Q3 AAPL*` stands for each filing whose name holds the words between the stars.
  const wanted = row['Source Docs'].replaceAll('*', '').trim();
  const sources = filings.filter(({ file }) => file.includes(wanted));
  const [collection] = new Set(sources.map((filing) => filing.collection));
  if (collection === undefined) return [];
  const own = filings.filter((filing) => filing.collection === collection);
  const placed = (from: readonly Filing[]): PlacedPage[] =>
    from.flatMap(({ path: document, pages }) => pages.map(({ number: page, text }) => ({ document, page, text })));
  const expected = figurePages(figuresOf(row.Answer), placed(sources), placed(own));
  if (expected.length === 0) return [];
  const slices = { type: row['Question Type'], evidence: row['Source Chunk Type'] };
  const labels = expected.map(({ document, page }) => ({ document, page, grade: 1 }));
  return [{ id: `q${at + 1}`, question: row.Question, collection, slices, expected: labels }];
}
