import { seededRandom } from '#shared/domain/statistics.ts';
import type { Vector } from '#shared/domain/vector.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import { clusteredVectors } from './clustered-vectors.ts';
import { type ExactNeighbours, exactNeighbours } from './exact-neighbours.ts';
import { CHUNKS_PER_DOCUMENT, inventedDocument, inventedText } from './invented-chunks.ts';
import { readersOf } from './scale-audiences.ts';

/** Numbers to a vector, as many as the model of this machine gives. */
const DIMENSIONS = 384;

/** What an index of these vectors is prepared for. */
export const SCALE_FINGERPRINT = { modelId: 'invented', dimensions: DIMENSIONS, probe: 'clustered' };

const WORDS_PER_QUESTION = 8;
const NO_TIME = '2026-01-01T00:00:00.000Z';

/** Rounds of writing between two lines that say how far it is. */
const NOTED_ROUNDS = 100;

export interface ScaleCorpus {
  /** Chunks that stand in the index. */
  readonly chunks: number;
  /** Seconds that the index took to write them. */
  readonly seconds: number;
  readonly exact: ExactNeighbours;
  /** Words, and a vector that a passage of some document of the corpus might have. */
  question(): { readonly words: string; readonly vector: Vector };
}

/** Writes invented words and clustered vectors, the same for the same size; `writers` documents of 20 chunks at once. */
export async function writeScaleCorpus(
  index: Pick<ChunkIndex, 'write'>,
  { chunks, writers, note }: { readonly chunks: number; readonly writers: number; note(line: string): void },
): Promise<ScaleCorpus> {
  const documents = Math.ceil(chunks / CHUNKS_PER_DOCUMENT);
  const exact = exactNeighbours(documents * CHUNKS_PER_DOCUMENT, DIMENSIONS);
  const text = inventedText(chunks);
  const vectors = clusteredVectors(chunks, DIMENSIONS);
  const invent = (number: number) => {
    const invented = { ...text, vector: () => vectors.passage(number) };
    const { record, chunks: own } = inventedDocument(number, DIMENSIONS, invented, NO_TIME);
    for (const { chunkId, vector } of own) exact.add(chunkId, vector);
    return { own, document: { ...record, access: readersOf(number), embedder: SCALE_FINGERPRINT } };
  };
  let milliseconds = 0;
  for (let from = 0; from < documents; from += writers) {
    const round = Array.from({ length: Math.min(writers, documents - from) }, (_, at) => invent(from + at));
    const startedAt = performance.now();
    await Promise.all(round.map(({ own, document }) => index.write(own, document)));
    milliseconds += performance.now() - startedAt;
    if ((from / writers) % NOTED_ROUNDS === 0) note(`scale: ${from * CHUNKS_PER_DOCUMENT} of ${chunks} chunks written`);
  }
  const random = seededRandom(documents);
  const question = () => {
    return { words: text.words(WORDS_PER_QUESTION), vector: vectors.passage(Math.floor(random() * documents)) };
  };
  return { chunks: documents * CHUNKS_PER_DOCUMENT, seconds: milliseconds / 1_000, exact, question };
}
