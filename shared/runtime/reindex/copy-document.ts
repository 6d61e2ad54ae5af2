import { embeddingText, type IndexedChunk } from '../../domain/chunk.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { withSuspicion } from '../../domain/instruction-mark.ts';
import type { Vector } from '../../domain/vector.ts';
import type { IndexedAccess } from '../../ports/chunk-index.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { DocumentPlace, GenerationIndex } from '../../ports/index-generations.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { indexedAccess } from '../indexed-access.ts';

export interface CopyPorts {
  readonly from: GenerationIndex;
  readonly to: GenerationIndex;
  /**
   * Makes the vectors anew, where the new generation is another embedder's; what is new is then written to that one alone.
   * Without, the old vectors are taken over, and what is new goes to both.
   */
  readonly embedder?: Embedder | undefined;
  /** Tells a document's facts, which a generation of before does not hold. */
  readonly ledger?: Pick<Ledger, 'document'> | undefined;
}

/** Times that a document may change under its copy; each change costs one more, and documents change seldom. */
const MAX_TRIES = 10;

/**
 * Brings a document from one generation into the other, and returns once the other holds all that the first one has.
 *
 * Nothing that happens meanwhile is lost or comes back, because whoever writes, removes or changes access does it to the
 * old generation first and to the new one after. What was changed before the second look is seen by it, and copied again.
 * What is changed later reaches the new generation later, so after the copy, and wins. After each removal there is a
 * further look, so that one which met something newer is made good.
 *
 * @throws PipelineFailure `DependencyUnavailable` when it changes all the time, or as index and embedder do.
 */
export async function copyDocument(document: DocumentPlace, ports: CopyPorts, signal: AbortSignal): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const copied = await look(document, ports, signal, async (chunks, access) => {
      const scored = chunks.map(withSuspicion); // A generation of before has no scores to be taken over.
      await ports.to.write(await revectored(scored, ports.embedder, signal), access, signal);
    });
    const left = await look(document, ports, signal);
    await removeGone(document, copied, left, ports, signal);
    if (isSame(copied, left)) return;
  }
  throw new PipelineFailure('DependencyUnavailable', 'a document changed all the time while it was copied', {
    details: { documentId: document.documentId },
  });
}

/** What a generation holds of a document: ids alone, for a document may have a hundred thousand chunks. */
interface Look {
  readonly access: IndexedAccess | undefined;
  readonly chunks: readonly Pick<IndexedChunk, 'chunkId' | 'versionId' | 'attempt'>[];
}

/** Access first: where it changes in between, the next look differs. */
async function look(
  document: DocumentPlace,
  { from, ledger }: CopyPorts,
  signal: AbortSignal,
  onPage: (chunks: readonly IndexedChunk[], access: IndexedAccess) => Promise<void> = async () => {},
): Promise<Look> {
  const held = await from.documentAccess(document, signal);
  const access = held && (await withFacts(held, ledger, signal));
  const chunks: Pick<IndexedChunk, 'chunkId' | 'versionId' | 'attempt'>[] = [];
  for (let page = await from.chunkPage(document, undefined, signal); access !== undefined; ) {
    const last = page.at(-1);
    if (last === undefined) break;
    await onPage(page, access);
    chunks.push(...page.map(({ chunkId, versionId, attempt }) => ({ chunkId, versionId, attempt })));
    page = await from.chunkPage(document, last, signal);
  }
  return { access, chunks };
}

/** What the ledger says of the live version; what the generation holds where nothing is live. */
async function withFacts(
  held: IndexedAccess,
  ledger: CopyPorts['ledger'],
  signal: AbortSignal,
): Promise<IndexedAccess> {
  const record = await ledger?.document(held.tenantId, held.documentId, signal);
  return record?.live === undefined ? held : { ...held, facts: indexedAccess(record).facts };
}

async function revectored(
  chunks: readonly IndexedChunk[],
  embedder: Embedder | undefined,
  signal: AbortSignal,
): Promise<readonly IndexedChunk[]> {
  if (embedder === undefined) return chunks;
  const vectors: Vector[] = [];
  for (let start = 0; start < chunks.length; start += embedder.maxBatch) {
    const texts = chunks.slice(start, start + embedder.maxBatch).map(embeddingText);
    vectors.push(...(await embedder.embed(texts, 'passage', signal)));
  }
  return chunks.map((chunk, at) => ({ ...chunk, vector: vectors[at] ?? [] }));
}

/** Takes back attempts that were copied and are no longer there: the document whole, where nobody else writes of it. */
async function removeGone(
  { tenantId, documentId }: DocumentPlace,
  copied: Look,
  left: Look,
  { to, embedder }: CopyPorts,
  signal: AbortSignal,
): Promise<void> {
  const nameOf = ({ versionId, attempt }: Look['chunks'][number]) => `${versionId} ${attempt}`;
  const kept = new Set(left.chunks.map(nameOf));
  const gone = new Map(
    copied.chunks.filter((chunk) => !kept.has(nameOf(chunk))).map((chunk) => [nameOf(chunk), chunk]),
  );
  if (gone.size > 0 && kept.size === 0 && embedder === undefined) {
    const attempt = Math.max(...[...gone.values()].map((chunk) => chunk.attempt));
    return to.removeDocument({ tenantId, documentId, attempt }, signal);
  }
  for (const { versionId, attempt } of gone.values()) {
    await to.removeAttempt({ tenantId, documentId, versionId, attempt }, signal);
  }
}

function isSame(before: Look, after: Look): boolean {
  const told = ({ access, chunks }: Look) =>
    JSON.stringify([
      access?.collection,
      access?.access.toSorted(),
      access?.facts,
      chunks.map(({ chunkId }) => chunkId).toSorted(),
    ]);
  return told(before) === told(after);
}
