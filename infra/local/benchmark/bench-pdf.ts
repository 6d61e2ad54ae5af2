import { percentile } from '#shared/domain/statistics.ts';
import type { TextExtractor } from '#shared/ports/text-extractor.ts';
import { localExtraction } from '../local-extraction.ts';
import type { BenchContext } from './bench-context.ts';
import type { BenchRow } from './bench-report.ts';

/** Times that each file is read; once more before, because the first time loads the library. */
const ROUNDS = 5;

/** Reading PDF files that have a text layer: milliseconds a page, over files and rounds. */
export async function benchPdf({ documents, note }: BenchContext): Promise<BenchRow[]> {
  const { types, extractor, close } = localExtraction();
  const figures: number[] = [];
  try {
    for (const { path, bytes } of documents) {
      const type = await types.detect(bytes, path).catch(() => undefined);
      if (type === 'application/pdf') figures.push(...(await millisecondsPerPage(bytes, extractor)));
    }
  } finally {
    await close();
  }
  if (figures.length === 0) note('pdf: no readable PDF among the documents');
  return (figures.length === 0 ? [] : [50, 95]).map((percent) => ({
    name: `pdf.page.p${percent}`,
    value: percentile(figures, percent),
    unit: 'ms',
    cases: figures.length,
  }));
}

/** One figure a round; none for a file that is encrypted or holds pictures of text. */
async function millisecondsPerPage(bytes: Uint8Array, extractor: TextExtractor): Promise<number[]> {
  const figures: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const startedAt = performance.now();
    const extracted = await extractor.extract(bytes, 'application/pdf').catch(() => undefined);
    if (extracted === undefined) return [];
    figures.push((performance.now() - startedAt) / extracted.pages.length);
  }
  return figures.slice(1);
}
