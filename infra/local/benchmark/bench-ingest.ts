import { INGEST_STEPS } from '#shared/contracts/steps.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { ingestObjects } from '../evaluation/ingest-objects.ts';
import type { PortOverrides } from '../local-ports.ts';
import type { Stack } from '../stack.ts';
import { openStack } from '../stack.ts';
import type { BenchContext } from './bench-context.ts';
import { BENCH_RULE, BENCH_TENANT, type BenchDocument, benchObjects } from './bench-documents.ts';
import { type BenchRow, peakMemory } from './bench-report.ts';
import { stubbedModels } from './stubbed-models.ts';

/** Copies of each document with stubbed models, so that a run is long enough to tell. */
const STUBBED_COPIES = 8;

/** Ingest with the models that run on this machine. */
export function benchLocalIngest(context: BenchContext): Promise<BenchRow[]> {
  return benchIngest('ingest', context, 1, {});
}

/** Ingest with models that only take their time: what the pipeline itself costs. */
export function benchStubbedIngest(context: BenchContext): Promise<BenchRow[]> {
  const { embedder, finder } = stubbedModels();
  return benchIngest('ingest-stubbed', context, STUBBED_COPIES, { embedder, finders: [finder] });
}

async function benchIngest(
  name: string,
  { settings, template, documents, note }: BenchContext,
  copies: number,
  overrides: PortOverrides,
): Promise<BenchRow[]> {
  const stack = await openStack({ settings: await settings(), runsIngest: true, overrides, template });
  try {
    await warmUp(stack, documents);
    const startedAt = performance.now();
    const objects = benchObjects(documents, copies);
    const records = await ingestObjects(stack, [BENCH_RULE], objects, (ended) => note(`${name}: ${ended} documents`));
    const minutes = (performance.now() - startedAt) / 60_000;

    const live = records.flatMap((record) => record.live ?? []);
    const pages = live.reduce((sum, document) => sum + document.pages, 0);
    return [
      { name: `${name}.documents`, value: records.length / minutes, unit: 'per minute', cases: records.length },
      { name: `${name}.pages`, value: pages / minutes, unit: 'per minute', cases: pages },
      ...(await stepShares(name, stack)),
      peakMemory(`${name}.peak-memory`),
    ];
  } finally {
    await stack.close();
  }
}

/** Loads the models, whose time belongs to the start-up and not to a document. */
async function warmUp({ ports }: Stack, documents: readonly BenchDocument[]): Promise<void> {
  if (documents.length === 0) throw new PipelineFailure('InputInvalid', 'the folder holds no documents');
  const question = 'What does it say?' as Parameters<typeof ports.redactor.redactQuestion>[2]; // Our own words, raw.
  const redacted = await ports.redactor.redactQuestion(BENCH_TENANT, 'strict', question);
  await ports.embedder.embed([redacted], 'query');
}

/** Time in each step as a share of the time in all steps, over the documents of one page of the ledger. */
async function stepShares(name: string, { ports: { ledger } }: Stack): Promise<BenchRow[]> {
  const milliseconds = new Map<string, number>();
  const { documents } = await ledger.listDocuments(BENCH_TENANT, { limit: 100 });
  for (const { documentId } of documents) {
    for (const { step, startedAt, endedAt } of await ledger.steps(BENCH_TENANT, documentId)) {
      const taken = Date.parse(endedAt) - Date.parse(startedAt);
      milliseconds.set(step, (milliseconds.get(step) ?? 0) + taken);
    }
  }
  const all = [...milliseconds.values()].reduce((sum, value) => sum + value, 0);
  return INGEST_STEPS.map((step) => ({
    name: `${name}.time-in-${step}`,
    value: (milliseconds.get(step) ?? 0) / all,
    unit: 'share',
    cases: documents.length,
  }));
}
