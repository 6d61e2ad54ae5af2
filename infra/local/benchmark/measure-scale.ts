import { mean } from '#shared/domain/statistics.ts';
import type { Vector } from '#shared/domain/vector.ts';
import type { ChunkIndex, SearchHit, SearchScope } from '#shared/ports/chunk-index.ts';
import type { TextAnalyzer } from '#shared/ports/text-analyzer.ts';
import { RETRIEVAL_DEPTH } from '#shared/runtime/retrieve-passages.ts';
import { BENCH_TENANT } from './bench-documents.ts';
import type { BenchRow } from './bench-report.ts';
import { CHUNKS_PER_DOCUMENT } from './invented-chunks.ts';
import { percentileRows } from './percentile-rows.ts';
import { AUDIENCES, type Audience, canRead } from './scale-audiences.ts';
import { type ScaleCorpus, writeScaleCorpus } from './scale-corpus.ts';

/** Questions that count, and questions asked before, to load pages of the index. */
const QUESTIONS = 100;
const WARM_UP = 10;

/** Neighbours that recall looks at. */
const NEIGHBOURS = 10;

export interface ScaleSize {
  /** What the figures are called after, such as `scale.10000`. */
  readonly name: string;
  readonly chunks: number;
  /** Documents that are written at once. */
  readonly writers: number;
  note(line: string): void;
}

/**
 * How an index that is prepared and empty does at a size, its text and vectors invented: chunks written a second,
 * milliseconds of a search by words and by meaning, one after the other as deep as questions go, and of the ten nearest by
 * exact comparison at full precision the share that is among the first ten (`recall@10`), each as somebody who may read
 * all documents, a tenth and a hundredth. `similarity-lost` is how much nearer, in cosine, the exact ten are on average.
 */
export async function measureScale(
  index: Pick<ChunkIndex, 'write' | 'searchLexical' | 'searchVector'>,
  analyzer: Pick<TextAnalyzer, 'searchTerms'>,
  size: ScaleSize,
): Promise<BenchRow[]> {
  const corpus = await writeScaleCorpus(index, size);
  const rows: BenchRow[] = [
    { name: `${size.name}.written`, value: corpus.chunks / corpus.seconds, unit: 'per second', cases: corpus.chunks },
  ];
  for (const audience of AUDIENCES) {
    size.note(`scale: asking ${QUESTIONS} questions of ${audience.name}`);
    rows.push(...audienceRows(`${size.name}.${audience.name}`, await ask(index, analyzer, corpus, audience)));
  }
  return rows;
}

interface AskedQuestion {
  readonly wordsMilliseconds: number;
  readonly meaningMilliseconds: number;
  readonly recall: number;
  readonly similarityLost: number;
}

async function ask(
  index: Pick<ChunkIndex, 'searchLexical' | 'searchVector'>,
  analyzer: Pick<TextAnalyzer, 'searchTerms'>,
  corpus: ScaleCorpus,
  audience: Audience,
): Promise<AskedQuestion[]> {
  const scope: SearchScope = { tenantId: BENCH_TENANT, principals: [audience.principal], limit: RETRIEVAL_DEPTH };
  const asked: AskedQuestion[] = [];
  for (let at = 0; at < WARM_UP + QUESTIONS; at += 1) {
    const { words, vector } = corpus.question();
    const terms = analyzer.searchTerms(words, ['en']);
    const { milliseconds: wordsMilliseconds } = await timed(() => index.searchLexical(terms, scope));
    const { milliseconds: meaningMilliseconds, hits } = await timed(() => index.searchVector(vector, scope));
    if (at >= WARM_UP)
      asked.push({ wordsMilliseconds, meaningMilliseconds, ...nearness(corpus, audience, vector, hits) });
  }
  return asked;
}

async function timed(search: () => Promise<readonly SearchHit[]>) {
  const startedAt = performance.now();
  const hits = await search();
  return { milliseconds: performance.now() - startedAt, hits };
}

function nearness({ exact }: ScaleCorpus, audience: Audience, vector: Vector, hits: readonly SearchHit[]) {
  const isSeen = (number: number) => canRead(audience, Math.floor(number / CHUNKS_PER_DOCUMENT));
  const wanted = exact.nearest(vector, NEIGHBOURS, isSeen);
  const found = hits.slice(0, NEIGHBOURS).map(({ chunk }) => chunk.chunkId);
  const similarities = found.map((id) => exact.similarity(id, vector));
  return {
    recall: wanted.filter(({ id }) => found.includes(id)).length / wanted.length,
    similarityLost: mean(wanted.map(({ similarity }) => similarity)) - mean(similarities),
  };
}

function audienceRows(name: string, asked: readonly AskedQuestion[]): BenchRow[] {
  const meanOf = (figure: string, unit: BenchRow['unit'], values: readonly number[]) => ({
    ...{ name: `${name}.${figure}`, value: mean(values), unit, cases: values.length },
  });
  return [
    ...percentileRows(
      `${name}.words`,
      asked.map(({ wordsMilliseconds }) => wordsMilliseconds),
    ),
    ...percentileRows(
      `${name}.meaning`,
      asked.map(({ meaningMilliseconds }) => meaningMilliseconds),
    ),
    meanOf(
      'recall@10',
      'share',
      asked.map(({ recall }) => recall),
    ),
    meanOf(
      'similarity-lost',
      'cosine',
      asked.map(({ similarityLost }) => similarityLost),
    ),
  ];
}
