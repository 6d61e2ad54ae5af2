import { percentile } from '#shared/domain/statistics.ts';
import type { TextExtractor } from '#shared/ports/text-extractor.ts';
import { localExtraction } from '../local-extraction.ts';
import type { BenchContext } from './bench-context.ts';
import type { BenchRow } from './bench-report.ts';
import { pdfTextAlone } from './pdf-text-alone.ts';

/** Times that each file is read; the first once more before, because the first time loads the library. */
const ROUNDS = 3;

/**
 * Reading PDF files that have a text layer: milliseconds a page, over files and rounds, with headings, columns and tables,
 * and of pdf.js' text alone, in turn.
 */
export async function benchPdf({ documents, note }: BenchContext): Promise<BenchRow[]> {
  const { types, extractor, close } = localExtraction();
  const figures: Reading[] = [];
  try {
    for (const { path, bytes } of documents) {
      const type = await types.detect(bytes, path).catch(() => undefined);
      if (type !== 'application/pdf') continue;
      if (figures.length === 0) await readings(bytes, extractor, 1);
      figures.push(...(await readings(bytes, extractor, ROUNDS)));
    }
  } finally {
    await close();
  }
  if (figures.length === 0) note('pdf: no readable PDF among the documents');
  return figures.length === 0 ? [] : rowsOf(figures);
}

/** Of one file, in milliseconds a page. */
interface Reading {
  readonly whole: number;
  readonly textAlone: number;
}

/** One a round; none for a file that is encrypted or holds pictures of text. */
async function readings(bytes: Uint8Array, extractor: TextExtractor, rounds: number): Promise<Reading[]> {
  const figures: Reading[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    const extracted = await extractor.extract(bytes, 'application/pdf').catch(() => undefined);
    if (extracted === undefined) return [];
    const readAt = performance.now();
    const pages = await pdfTextAlone(bytes);
    const endedAt = performance.now();
    figures.push({ whole: (readAt - startedAt) / pages, textAlone: (endedAt - readAt) / pages });
  }
  return figures;
}

function rowsOf(figures: readonly Reading[]): BenchRow[] {
  const [whole, alone] = [figures.map((each) => each.whole), figures.map(({ textAlone }) => textAlone)];
  const row = (name: string, value: number, unit: BenchRow['unit']) => ({
    ...{ name: `pdf.${name}`, value, unit },
    cases: figures.length,
  });
  return [
    row('page.p50', percentile(whole, 50), 'ms'),
    row('page.p95', percentile(whole, 95), 'ms'),
    row('text-alone.p50', percentile(alone, 50), 'ms'),
    row('page-to-text-alone', percentile(whole, 50) / percentile(alone, 50), 'ratio'),
  ];
}
