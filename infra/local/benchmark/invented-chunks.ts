import type { IndexedChunk } from '#shared/domain/chunk.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { type Attempt, chunkIdOf, PIPELINE_VERSION, shortHash } from '#shared/domain/identity.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import { toUnitLength } from '#shared/domain/vector.ts';
import { BENCH_RULE } from './bench-documents.ts';

/** Chunks to a document: a contract of some ten pages. */
export const CHUNKS_PER_DOCUMENT = 20;

/** Words to a chunk: about 250 tokens. */
const WORDS_PER_CHUNK = 180;

/** Different words: a corpus of this size has that many common ones. */
const VOCABULARY = 5_000;

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ');

export interface InventedText {
  words(count: number): RedactedText;
  vector(dimensions: number): readonly number[];
}

/** Words as frequent as in a language (Zipf's law) and vectors in every direction, the same for the same seed. */
export function inventedText(seed: number): InventedText {
  const random = seededRandom(seed);
  const word = () => wordOf(Math.floor(VOCABULARY ** random()));
  return {
    // Invented words are nobody's data.
    words: (count) => Array.from({ length: count }, word).join(' ') as RedactedText,
    vector: (dimensions) => toUnitLength(Array.from({ length: dimensions }, () => random() - 0.5)),
  };
}

export interface InventedDocument {
  readonly record: DocumentRecord;
  readonly chunks: readonly IndexedChunk[];
}

/** A published document with its chunks, of the benchmarks' own tenant unless another is named. */
export function inventedDocument(
  number: number,
  dimensions: number,
  text: InventedText,
  now: string,
  tenantId: string = BENCH_RULE.tenantId,
): InventedDocument {
  const { collection, access, policy } = BENCH_RULE;
  const documentId = shortHash(['bench', String(number)], 32);
  const run: Attempt = { tenantId, documentId, versionId: 'v1', attempt: 1 };
  const name = text.words(2);
  const title = text.words(5);
  const record: DocumentRecord = {
    ...{ tenantId, documentId, collection, sealedKey: 'invented', name, revision: 1, status: 'published' },
    ...{ source: { versionId: 'v1', bytes: 1 }, attempt: 1, access, policy, createdAt: now, updatedAt: now },
    live: {
      ...{ versionId: 'v1', attempt: 1, contentHash: documentId, pipelineVersion: PIPELINE_VERSION, policy, title },
      ...{ mediaType: 'text/plain', language: 'en', documentClass: 'unknown', pages: 1, paged: false },
      ...{ chunks: CHUNKS_PER_DOCUMENT, quarantined: 0, suspicious: 0, publishedAt: now },
    },
  };
  const chunks = Array.from({ length: CHUNKS_PER_DOCUMENT }, (_, position) => {
    const words = text.words(WORDS_PER_CHUNK);
    const place = { position, page: 1, start: 0, end: words.length, text: words, context: title };
    return { ...run, ...place, chunkId: chunkIdOf(run, position), vector: text.vector(dimensions) };
  });
  return { record, chunks };
}

/** Frequent words are short. */
function wordOf(rank: number): string {
  return [...rank.toString(SYLLABLES.length)]
    .map((digit) => SYLLABLES[Number.parseInt(digit, SYLLABLES.length)])
    .join('');
}
