import type { SearchResponse } from '#shared/contracts/api.ts';
import { requestJson } from '../request-json.ts';
import { type Stack, withStack } from '../stack.ts';
import type { BenchContext } from './bench-context.ts';
import { BENCH_RULE, BENCH_TENANT } from './bench-documents.ts';
import { type BenchRow, peakMemory } from './bench-report.ts';
import { CHUNKS_PER_DOCUMENT, type InventedText, inventedDocument, inventedText } from './invented-chunks.ts';
import { percentileRows } from './percentile-rows.ts';

/** Chunks in the index. */
const SIZES = [1_000, 20_000] as const;

/** Questions asked of each index, and questions asked before, to load models and pages of the index. */
const QUESTIONS = 100;
const WARM_UP = 10;

const WORDS_PER_QUESTION = 8;
const CALLER = { tenantId: BENCH_TENANT, user: 'bench', groups: [] };

/**
 * The question path without a language model: token, redaction, embedding, both searches, fusion and the ledger's check,
 * one question after the other.
 */
export async function benchQuestions(context: BenchContext): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const size of SIZES) rows.push(...(await benchSize(size, context)));
  return [...rows, peakMemory('question.peak-memory')];
}

async function benchSize(size: number, { settings, note }: BenchContext): Promise<BenchRow[]> {
  return withStack({ settings: await settings() }, async (stack) => {
    const text = inventedText(size);
    note(`question: writing ${size} chunks`);
    await fill(stack, size, text);
    note(`question: asking ${QUESTIONS} questions`);
    const milliseconds = await ask(stack, text);
    return percentileRows(`question.${size}-chunks`, milliseconds);
  });
}

async function fill({ ports }: Stack, size: number, text: InventedText): Promise<void> {
  const { ledger, index, embedder, clock } = ports;
  await ports.prepareIndex();
  await ledger.writeCollection(BENCH_RULE);
  const made = await ports.fingerprint();
  const now = new Date(clock.now()).toISOString();
  for (let number = 0; number < size / CHUNKS_PER_DOCUMENT; number += 1) {
    const { record, chunks } = inventedDocument(number, embedder.dimensions, text, now);
    await ledger.writeDocument(record);
    await index.write(chunks, { ...record, embedder: made });
  }
}

async function ask(stack: Stack, text: InventedText): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let asked = 0; asked < WARM_UP + QUESTIONS; asked += 1) {
    const query = `Which ${text.words(WORDS_PER_QUESTION)}?`;
    const startedAt = performance.now();
    await requestJson<SearchResponse>(stack, CALLER, 'POST', '/v1/search', { query });
    milliseconds.push(performance.now() - startedAt);
  }
  return milliseconds.slice(WARM_UP);
}
