import { objectKeyOf } from '#shared/domain/identity.ts';
import { openStack, type Stack } from '../stack.ts';
import type { BenchContext } from './bench-context.ts';
import { BENCH_RULE, BENCH_TENANT } from './bench-documents.ts';
import type { BenchRow } from './bench-report.ts';
import { type InventedText, inventedText } from './invented-chunks.ts';
import { stubbedModels } from './stubbed-models.ts';

/** Documents that are there when each figure is taken. */
const SIZES = [100, 1_000, 10_000] as const;

/** Documents ingested before, so that code and caches are warm. */
const WARM_UP = 50;

const WORDS = 100;
const SEED = 2;

/** Milliseconds a document on the way from each size to the next: small texts, models stubbed, as fast as they go. */
export async function loadGrowth({ settings, template, scale, note }: BenchContext): Promise<BenchRow[]> {
  const { embedder, finder } = stubbedModels();
  const overrides = { embedder, finders: [finder] };
  const stack = await openStack({ settings: await settings(), runsIngest: true, overrides, template });
  try {
    await stack.ports.ledger.writeCollection(BENCH_RULE);
    const text = inventedText(SEED);
    await ingest(stack, text, 'warm-up', WARM_UP);
    const rows: BenchRow[] = [];
    let there = 0;
    for (const size of SIZES.map((whole) => Math.max(1, Math.round(whole * scale)))) {
      note(`load-growth: to ${size} documents`);
      const value = await ingest(stack, text, String(size), size - there);
      rows.push({ name: `load-growth.to-${size}-documents`, value, unit: 'ms', cases: size - there });
      there = size;
    }
    const value = Number(rows.at(-1)?.value) / Number(rows[0]?.value);
    return [...rows, { name: 'load-growth.last-to-first', value, unit: 'ratio', cases: there }];
  } finally {
    await stack.close();
  }
}

/** Milliseconds a document. */
async function ingest(stack: Stack, text: InventedText, folder: string, count: number): Promise<number> {
  const { store, clock } = stack.ports;
  const startedAt = clock.now();
  for (let number = 0; number < count; number += 1) {
    const path = `${folder}/${number}.txt`;
    const key = objectKeyOf({ tenantId: BENCH_TENANT, collection: BENCH_RULE.collection, path });
    await store.write(key, Buffer.from(text.words(WORDS)));
  }
  await stack.settled();
  return (clock.now() - startedAt) / count;
}
