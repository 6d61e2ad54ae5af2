import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { EmbeddingUseSchema, QuarantineSchema, RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { Chunked, PublishInput } from '#shared/contracts/steps.ts';
import { assertFewRefused } from '#shared/domain/chunk-refusals.ts';
import type { DocumentRecord, LiveVersion } from '#shared/domain/document.ts';
import { adopted, isCurrent, isLive, published } from '#shared/domain/document-lifecycle.ts';
import { type Attempt, PIPELINE_VERSION } from '#shared/domain/identity.ts';
import { publishedMetrics } from '#shared/domain/ingest-metrics.ts';
import { type MeteredCost, type ModelUse, meteredCost } from '#shared/domain/metered-cost.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Metrics } from '#shared/ports/metrics.ts';
import { currentDocument } from '#shared/runtime/current-document.ts';
import { indexedAccess } from '#shared/runtime/indexed-access.ts';
import { readIfThere } from '#shared/runtime/read-if-there.ts';
import { updateDocument } from '#shared/runtime/update-document.ts';

export interface PublishPorts {
  readonly artifacts: ArtifactStore;
  readonly ledger: Ledger;
  readonly index: ChunkIndex;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** Small artifacts read at once: 400 of them, of 100,000 chunks, then take a second or two of the step's minute. */
const READS_AT_ONCE = 16;

/**
 * Makes an attempt's chunks the ones that are shown, by one conditional write, and then removes what they replace.
 * Everything after the write can be done again, so a retry finishes what a crash left.
 *
 * @throws PipelineFailure `Superseded` when another version or attempt has taken over, `ChunksRefused` when the index
 *   refused too many of its chunks.
 */
export async function publishDocument(input: PublishInput, ports: PublishPorts, signal: AbortSignal): Promise<Attempt> {
  const { tenantId, documentId, versionId, attempt } = input;
  const run = { tenantId, documentId, versionId, attempt };
  const before = await ports.ledger.document(tenantId, documentId, signal);
  const isRetry =
    before?.status === 'published' && before.source?.versionId === versionId && before.attempt === attempt;
  const record = isRetry ? before : await commit(input, run, ports, signal);
  ports.metrics.emit(publishedMetrics(record, isRetry, ports.clock.now()));

  await ports.index.setAccess(indexedAccess(record), signal);
  const replaced = isCurrent(before, run) ? before.live : undefined;
  if (replaced !== undefined && !isLive(record, replaced)) await removeRun({ ...run, ...replaced }, ports, signal);
  await ports.artifacts.removeUnder(artifactKeys(run).rawPrefix, signal);
  await ports.artifacts.removeUnder(artifactKeys(run).workPrefix, signal);
  return run;
}

async function commit(
  input: PublishInput,
  run: Attempt,
  ports: PublishPorts,
  signal: AbortSignal,
): Promise<DocumentRecord> {
  const { ledger, clock, artifacts } = ports;
  if (!('chunks' in input)) {
    return updateDocument(ledger, run, (record) => adopted(record, run, clock.now()), signal);
  }
  const { policy } = await currentDocument(ledger, run, signal);
  const first = await artifacts.read(artifactKeys(run).redactedBatch(0), RedactedBatchSchema, signal);
  const quarantined = await countQuarantined(input, run, artifacts, signal);
  assertFewRefused({ refused: quarantined, chunks: input.chunks });
  const live: LiveVersion = {
    ...describe(input),
    quarantined,
    cost: await costOf(input, run, ports, signal),
    policy,
    title: first.title === '' ? first.name : first.title,
    paged: first.paged,
    publishedAt: new Date(clock.now()).toISOString(),
  };
  return updateDocument(ledger, run, (record) => published(record, run, live, first.name, clock.now()), signal);
}

async function countQuarantined(
  { batches }: Chunked,
  run: Attempt,
  artifacts: ArtifactStore,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  for (let start = 0; start < batches.length; start += READS_AT_ONCE) {
    const some = batches.slice(start, start + READS_AT_ONCE);
    const lists = await Promise.all(
      some.map((batch) => artifacts.read(artifactKeys(run).quarantine(batch), QuarantineSchema, signal)),
    );
    count += lists.flat().length;
  }
  return count;
}

/**
 * Of the embedding model, which read the chunks and the beginning of the document, of the model that was asked for its
 * class, if one was, and of the services that looked for personal data. Unknown where a batch does not tell, such as one of an earlier release in an execution that an
 * upgrade came upon.
 */
async function costOf(
  { batches, classifiedTokens = 0, classModelUse, detectionUses = [] }: Chunked,
  run: Attempt,
  { artifacts }: PublishPorts,
  signal: AbortSignal,
): Promise<MeteredCost | undefined> {
  const uses: (ModelUse | undefined)[] = [];
  for (let start = 0; start < batches.length; start += READS_AT_ONCE) {
    const some = batches.slice(start, start + READS_AT_ONCE);
    const read = some.map((batch) =>
      readIfThere(artifacts, artifactKeys(run).embeddingUse(batch), EmbeddingUseSchema, signal),
    );
    uses.push(...(await Promise.all(read)));
  }
  const known = uses.filter((use) => use !== undefined);
  const [first] = known;
  if (first === undefined || known.length < uses.length) return undefined;
  const classified = { model: first.model, calls: 1, inputTokens: classifiedTokens, outputTokens: 0 };
  return meteredCost([...known, classified, ...(classModelUse === undefined ? [] : [classModelUse]), ...detectionUses]);
}

function describe({ versionId, attempt, contentHash, mediaType, language, documentClass, pages, ...counts }: Chunked) {
  const { chunks, suspicious, chunking, classConfidence } = counts;
  const pipelineVersion = PIPELINE_VERSION;
  return {
    versionId,
    attempt,
    contentHash,
    pipelineVersion,
    mediaType,
    language,
    documentClass,
    classConfidence,
    pages,
    chunks,
    suspicious,
    chunking,
  };
}

async function removeRun(run: Attempt, { index, artifacts }: PublishPorts, signal: AbortSignal): Promise<void> {
  await index.removeAttempt(run, signal);
  await artifacts.removeUnder(artifactKeys(run).pagesPrefix, signal);
}
