import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { sqliteGenerations } from '#shared/adapters/local/sqlite-generations.ts';
import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import { generationalChunkIndex } from '#shared/adapters/portable/generational-chunk-index.ts';
import { embeddingText } from '#shared/domain/chunk.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import type { GenerationIndex, IndexGenerations } from '#shared/ports/index-generations.ts';
import type { ReindexPorts } from '#shared/runtime/reindex/reindex-ports.ts';
import { hashedWordsEmbedder } from './hashed-words-embedder.ts';
import { indexedChunk } from './indexed-chunks.ts';
import { manualClock } from './manual-clock.ts';
import { spacedWordsAnalyzer } from './spaced-words-analyzer.ts';

export const READERS = ['everyone-in-tenant'];
export const SIGNAL = new AbortController().signal;

/** An embedded index in memory with so many documents of two chunks, and what reindexes it. */
export async function reindexScene(documents = 20) {
  const files = openIndexFiles(':memory:');
  const generations = sqliteGenerations(files, { analyzer: spacedWordsAnalyzer });
  const index = generationalChunkIndex(generations);
  const clock = manualClock();
  const ports = portsOf(hashedWordsEmbedder(), generations, clock);
  await index.prepare(await ports.fingerprint());

  const write = async (documentId: string, attempt = 1, { embedder }: Pick<ReindexPorts, 'embedder'> = ports) => {
    const chunks = [0, 1].map((position) =>
      indexedChunk(`${documentId} run${attempt} part${position}`, { documentId, attempt, position }),
    );
    const vectors = await embedder.embed(chunks.map(embeddingText), 'passage');
    const made = await embedderFingerprint(embedder);
    const access = { tenantId: 'acme', documentId, collection: 'inbox', access: READERS, embedder: made };
    await index.write(
      chunks.map((chunk, at) => ({ ...chunk, vector: vectors[at] ?? [] })),
      access,
    );
  };
  for (let number = 0; number < documents; number += 1) await write(nameOf(number));
  return { index, generations, ports, clock, write };
}

/** Ids in the order in which they are listed. */
export const nameOf = (number: number) => `d${String(number).padStart(3, '0')}`;

export function portsOf(embedder: Embedder, generations: IndexGenerations, clock: ReindexPorts['clock']): ReindexPorts {
  const fingerprint = () => embedderFingerprint(embedder);
  return { generations, embedder, fingerprint, analyzer: spacedWordsAnalyzer, clock };
}

/** The same generations, with one of them changed. */
export function withGeneration(
  generations: IndexGenerations,
  number: number,
  change: (index: GenerationIndex) => Partial<GenerationIndex>,
): IndexGenerations {
  return {
    ...generations,
    open: (generation) => {
      const index = generations.open(generation);
      return generation.number === number ? { ...index, ...change(index) } : index;
    },
  };
}
