import { stat } from 'node:fs/promises';
import path from 'node:path';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import type { BenchContext } from './bench-context.ts';
import { type BenchRow, peakMemory } from './bench-report.ts';
import { measureScale } from './measure-scale.ts';
import { SCALE_FINGERPRINT } from './scale-corpus.ts';

/** Chunks in the index where no others are asked for: the second is what it is said to serve to. */
const SIZES = [10_000, 100_000] as const;

/** The index of this machine, which keeps vectors in one byte a number, at growing sizes. */
export async function benchScale(context: BenchContext): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const chunks of context.chunks ?? SIZES) rows.push(...(await benchSize(chunks, context)));
  return [...rows, peakMemory('scale.peak-memory')];
}

async function benchSize(chunks: number, { settings, note }: BenchContext): Promise<BenchRow[]> {
  const { AFFIDAVIT_HOME } = await settings();
  const file = path.join(AFFIDAVIT_HOME, 'scale.sqlite');
  const files = openIndexFiles(file);
  const name = `scale.${chunks}`;
  try {
    const analyzer = textAnalyzer();
    const index = sqliteChunkIndex(files, { analyzer });
    await index.prepare(SCALE_FINGERPRINT);
    // One process writes at a time, so that more writers would only wait for one another.
    const rows = await measureScale(index, analyzer, { name, chunks, writers: 1, note });
    files.checkpoint();
    const { size } = await stat(file);
    return [...rows, { name: `${name}.bytes`, value: size / chunks, unit: 'bytes a chunk', cases: chunks }];
  } finally {
    files.close();
  }
}
