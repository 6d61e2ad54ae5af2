import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { embedInBatches } from '#shared/adapters/portable/embed-in-batches.ts';
import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import type { EvaluatedCase } from '#shared/contracts/evaluation-run.ts';
import { EVERYONE } from '#shared/domain/access.ts';
import { type Chunk, embeddingText } from '#shared/domain/chunk.ts';
import type { ChunkingSetting } from '#shared/domain/chunking-settings.ts';
import { corpusTokens, evidenceFound, type SpanOfDocument, type TokenRange } from '#shared/domain/evidence-tokens.ts';
import { chunkIdOf } from '#shared/domain/identity.ts';
import { fuse } from '#shared/domain/rank-fusion.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import { toldLanguage } from '#shared/domain/told-language.ts';
import type { Vector } from '#shared/domain/vector.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import type { TextAnalyzer } from '#shared/ports/text-analyzer.ts';
import type { TokenCounter } from '#shared/ports/token-counter.ts';
import type { ChunkedCorpus, ChunkingCase } from './chunking-corpus.ts';
import { type Measurement, SHARE } from './measurement.ts';

export interface ChunkingPorts {
  readonly embedder: Embedder;
  readonly analyzer: TextAnalyzer;
  readonly tokens: TokenCounter;
}

export interface ChunkingOptions {
  readonly now: () => number;
  /** Told after each setting. */
  readonly onProgress: (done: number) => void;
}

/** What a setting makes of the corpus, whatever is asked. */
export interface ChunkingShape {
  readonly chunks: number;
  /** Mean length of a chunk in the embedder's tokens, context left out. */
  readonly meanTokens: number;
  /** Table rows that a chunk's border falls into. */
  readonly cutRows: number;
}

/** Tokens read of a ranking. The least is about what a small prompt has room for, the most a large one's. */
const BUDGETS = [400, 800, 1_600] as const;

/** Chunks asked of each side, as the question path asks for. */
const DEPTH = 100;

const TENANT = 'evaluation';

/**
 * Cuts the corpus by each setting, indexes the chunks and asks every question, by the product's own analyzer, embedder,
 * index and fusion. The corpus is not redacted, for the labels are of the text as it was extracted: the index is in
 * memory and ends with the measurement.
 */
export async function evaluateChunking(
  corpus: ChunkedCorpus,
  settings: readonly ChunkingSetting[],
  ports: ChunkingPorts,
  { now, onProgress }: ChunkingOptions,
): Promise<{ readonly measurement: Measurement; readonly shapes: ReadonlyMap<string, ChunkingShape> }> {
  const startedAt = now();
  const tokensOf = corpusTokens(corpus.documents);
  const { vectors } = await embedInBatches(
    corpus.cases.map(({ question }) => question as RedactedText),
    'query',
    ports,
  ); // As the corpus.
  const figures = new Map<string, Record<string, number>>(corpus.cases.map(({ id }) => [id, {}]));
  const shapes = new Map<string, ChunkingShape>();
  for (const setting of settings) {
    const index = await indexedSetting(corpus, setting, ports);
    shapes.set(setting.name, index.shape);
    for (const [at, each] of corpus.cases.entries()) {
      const ranking = await index.search(each, vectors[at] ?? []);
      Object.assign(figures.get(each.id) ?? {}, figuresOf(setting.name, each, ranking, tokensOf));
    }
    index.close();
    onProgress(shapes.size);
  }
  const cases: EvaluatedCase[] = corpus.cases.map(({ id, slices }) => ({ id, slices, figures: figures.get(id) ?? {} }));
  const names = [...new Set(cases.flatMap((each) => Object.keys(each.figures)))];
  const declared = Object.fromEntries(names.map((name) => [name, SHARE]));
  const seconds = (now() - startedAt) / 1000;
  return { measurement: { kind: 'chunking', cases, figures: declared, summary: {}, seconds }, shapes };
}

function figuresOf(
  name: string,
  { evidence }: ChunkingCase,
  ranking: readonly SpanOfDocument[],
  tokensOf: (span: SpanOfDocument) => TokenRange,
): Record<string, number> {
  const [wanted, read] = [evidence.map(tokensOf), ranking.map(tokensOf)];
  const entries = BUDGETS.flatMap((budget) => {
    const { recall, precision } = evidenceFound(wanted, read, budget);
    return [
      [`${name}.recall@${budget}`, recall],
      [`${name}.precision@${budget}`, precision],
    ];
  });
  return Object.fromEntries(entries);
}

async function indexedSetting(corpus: ChunkedCorpus, setting: ChunkingSetting, ports: ChunkingPorts) {
  const { analyzer, embedder, tokens } = ports;
  const files = openIndexFiles(':memory:');
  const index = sqliteChunkIndex(files, { analyzer });
  const made = await embedderFingerprint(embedder);
  await index.prepare(made);
  const shape = { chunks: 0, tokens: 0, cutRows: 0 };
  for (const { documentId, title, pages } of corpus.documents) {
    const chunker = setting.start(title, tokens.count);
    const chunks = pages.flatMap((page) => chunker.chunkPage(page));
    const { vectors } = await embedInBatches(chunks.map(embeddingText), 'passage', ports);
    const attempt = { tenantId: TENANT, documentId, versionId: 'v1', attempt: 1 };
    const rows = chunks.map((chunk, at) => ({
      ...{ ...attempt, ...chunk, chunkId: chunkIdOf(attempt, chunk.position), vector: vectors[at] ?? [] },
    }));
    await index.write(rows, { tenantId: TENANT, documentId, collection: 'corpus', access: [EVERYONE], embedder: made });
    shape.chunks += chunks.length;
    shape.tokens += chunks.reduce((sum, { text }) => sum + tokens.count(text), 0);
    shape.cutRows += pages.reduce((sum, page) => sum + cutRows(page, chunks), 0);
  }
  const scope = { tenantId: TENANT, principals: [EVERYONE], limit: DEPTH };
  return {
    shape: { chunks: shape.chunks, meanTokens: shape.tokens / Math.max(1, shape.chunks), cutRows: shape.cutRows },
    search: async ({ question }: ChunkingCase, vector: Vector): Promise<SpanOfDocument[]> => {
      const lexical = await index.searchLexical(analyzer.searchTerms(question, toldLanguage(question).likely), scope);
      const near = await index.searchVector(vector, scope);
      const chunks = new Map([...lexical, ...near].map(({ chunk }) => [chunk.chunkId, chunk]));
      const ranked = (hits: typeof lexical) => hits.map(({ chunk, score }) => ({ chunkId: chunk.chunkId, score }));
      const { fusion } = calibrationOf(embedder.modelId);
      const fused = fuse({ lexical: ranked(lexical), vector: ranked(near) }, fusion);
      // As retrieval does: chunks that are found by different parts of the same text are read once.
      const read = fused.flatMap(({ chunkId }) => chunks.get(chunkId) ?? []);
      return [
        ...new Map(
          read.map((chunk) => [`${chunk.documentId} ${chunk.page} ${chunk.start} ${chunk.end}`, chunk]),
        ).values(),
      ];
    },
    close: () => files.close(),
  };
}

function cutRows(page: ChunkedCorpus['documents'][number]['pages'][number], chunks: readonly Chunk[]): number {
  const borders = chunks.filter((chunk) => chunk.page === page.number).flatMap(({ start, end }) => [start, end]);
  return page.blocks.filter(
    ({ kind, start, end }) => kind === 'table-row' && borders.some((border) => start < border && border < end),
  ).length;
}
