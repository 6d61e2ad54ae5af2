import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type BenchRow, benchLines, benchReport } from '#infra/local/benchmark/bench-report.ts';
import { measureScale } from '#infra/local/benchmark/measure-scale.ts';
import { SCALE_FINGERPRINT } from '#infra/local/benchmark/scale-corpus.ts';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import type { Connect } from '#shared/adapters/aws/open-search-requests.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { serviceIndex } from './service-index.ts';
import { startOpenSearch } from './start-open-search.ts';

// `npm run bench:open-search -- --chunks 100000`: the chunk index of AWS on a real OpenSearch that this starts and stops,
// measured as `npm run bench -- scale` measures that of one machine. It needs what `npm run test:services` needs.

/**
 * Documents that are written at once: as many batches as five of the settings' slots send. Each write waits until
 * searches find it, which is up to a second, so that fewer would mostly wait.
 */
const WRITERS = 50;

/** Heap of a small search node of a domain; and both compilers, unlike the tests, which start too often for the second. */
const JAVA_OPTIONS = ['-Xms2g', '-Xmx2g', '-XX:+UseG1GC'];

const StatsSchema = z.object({
  _all: z.object({ primaries: z.object({ store: z.object({ size_in_bytes: z.number() }) }) }),
});

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    chunks: { type: 'string', multiple: true, default: ['100000'] },
  },
});
const sizes = z.array(z.coerce.number().int().positive()).parse(values.chunks);
const startedAt = performance.now();
const server = await startOpenSearch(JAVA_OPTIONS);
try {
  const rows: BenchRow[] = [];
  for (const chunks of sizes) rows.push(...(await measure(chunks, server.endpoint)));
  const report = benchReport(rows, (performance.now() - startedAt) / 1_000);
  process.stdout.write(`${values.json ? JSON.stringify(report) : benchLines(report).join('\n')}\n`);
} finally {
  await server.stop();
}

async function measure(chunks: number, endpoint: string): Promise<BenchRow[]> {
  const { connect, wipe } = serviceIndex(endpoint, '1s'); // As a domain refreshes.
  await wipe();
  const analyzer = textAnalyzer();
  const index = openSearchChunkIndex({ connect, analyzer, clock: systemClock });
  await index.prepare(SCALE_FINGERPRINT);
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const name = `open-search.${chunks}`;
  const rows = await measureScale(index, analyzer, { name, chunks, writers: WRITERS, note });
  const bytes = await bytesOf(connect);
  return [...rows, { name: `${name}.bytes`, value: bytes / chunks, unit: 'bytes a chunk', cases: chunks }];
}

/** On its disk, without replicas. */
async function bytesOf(connect: Connect): Promise<number> {
  const { transport } = await connect();
  const { body } = await transport.request({ method: 'GET', path: '/affidavit-*/_stats/store' });
  return StatsSchema.parse(body)._all.primaries.store.size_in_bytes;
}
