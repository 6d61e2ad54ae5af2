import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { CHUNKS_PER_BATCH } from '#shared/contracts/artifact-keys.ts';
import type { IndexedChunk } from '#shared/domain/chunk.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { fakeOpenSearch, type SearchAnswer, type SearchCall } from './fake-open-search.ts';
import { FINGERPRINT, indexedChunk } from './indexed-chunks.ts';
import { indexedDocument } from './indexed-document.ts';
import { manualClock } from './manual-clock.ts';
import { spacedWordsAnalyzer } from './spaced-words-analyzer.ts';

/** Share of items, at each sending, that a busy domain refuses by 429 or 503; share of items that never fit. */
const BUSY = 0.2;
const HOPELESS = 0.02;

/** Bytes above which the node refuses a body by 413: a batch of 256 chunks has more. */
const NODE_LIMIT = 40_000;

const ACCESS = indexedDocument('group:finance');

export interface BulkOutcome {
  /** Chunks that were written. */
  readonly cases: number;
  /** Neither stored nor reported as refused. */
  readonly lost: number;
  /** Stored more than once, reported more than once, or both stored and reported. */
  readonly doubled: number;
  readonly quarantined: number;
  /** Items that were served again after a first time. */
  readonly resent: number;
  /** Of those, the ones whose fate had been answered before: stored, or refused for good. */
  readonly needless: number;
}

interface Options {
  readonly cases?: number;
  readonly seed?: number;
  /** Takes a defence away: what the adapter is told in place of the server's true answer. */
  readonly told?: (call: SearchCall, answer: SearchAnswer) => SearchAnswer;
}

/**
 * Writes chunks, in the batches of `index-chunks`, to a domain where 20 % of items are refused by 429 or 503 at each
 * sending, 2 % never fit (400), and whole bodies are too large (413). Says what became of each chunk.
 */
export async function bulkUnderFaults({ cases = 10_000, seed = 1, told }: Options = {}): Promise<BulkOutcome> {
  const domain = faultyDomain(seed);
  const { connect, stored } = await fakeOpenSearch({ ...domain, ...(told && { after: told }) });
  const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() });
  await index.prepare(FINGERPRINT);
  const chunks = Array.from({ length: cases }, (_, position) => indexedChunk(`w${position}`, { position }));

  const refused = new Map<string, number>();
  for (let start = 0; start < cases; start += CHUNKS_PER_BATCH) {
    const written = await writeUnlessBusy(index.write, chunks.slice(start, start + CHUNKS_PER_BATCH));
    for (const { chunkId } of written) refused.set(chunkId, (refused.get(chunkId) ?? 0) + 1);
  }

  const fates = chunks.map(({ chunkId }) => (stored.get(chunkId) ?? 0) + (refused.get(chunkId) ?? 0));
  return {
    cases,
    lost: fates.filter((count) => count === 0).length,
    doubled: fates.filter((count) => count > 1).length,
    quarantined: refused.size,
    ...domain.counts(),
  };
}

function faultyDomain(seed: number) {
  const random = seededRandom(seed);
  const hopeless = new Map<string, boolean>();
  const answered = new Set<string>();
  const counts = { resent: 0, needless: 0 };

  const itemStatus = (id: string): number | undefined => {
    const known = hopeless.get(id);
    const neverFits = known ?? random() < HOPELESS;
    if (known !== undefined) counts.resent += 1;
    if (answered.has(id)) counts.needless += 1;
    hopeless.set(id, neverFits);
    if (random() < BUSY) return random() < 0.5 ? 429 : 503;
    answered.add(id);
    return neverFits ? 400 : undefined;
  };
  const before = ({ lines }: SearchCall): SearchAnswer | undefined =>
    lines.join('\n').length > NODE_LIMIT ? { status: 413, body: {} } : undefined;
  return { itemStatus, before, counts: () => counts };
}

/** A step that fails is run again by the state machine, which is no part of this: what it left shows in the counts. */
async function writeUnlessBusy(
  write: (chunks: readonly IndexedChunk[], access: typeof ACCESS) => Promise<readonly { readonly chunkId: string }[]>,
  chunks: readonly IndexedChunk[],
): Promise<readonly { readonly chunkId: string }[]> {
  try {
    return await write(chunks, ACCESS);
  } catch (cause) {
    if (cause instanceof PipelineFailure && cause.name === 'DependencyUnavailable') return [];
    throw cause;
  }
}
