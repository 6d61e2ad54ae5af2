import { CHUNKS_PER_BATCH, PAGES_PER_BATCH } from '#shared/contracts/artifact-keys.ts';
import { DEFAULT_CHUNKING } from '#shared/domain/chunking-policy.ts';
import type { MeteredCost } from '#shared/domain/metered-cost.ts';

/** What is asked of an environment in a month. */
export interface Workload {
  readonly documents: number;
  /** Of each document. */
  readonly pages: number;
  readonly questions: number;
  /** Pages of all documents together that are pictures, whose text is recognised. */
  readonly scannedPages: number;
}

/** What a page and a question come to: assumed, or measured on a state folder. */
export interface Profile {
  readonly isMeasured: boolean;
  readonly chunksPerPage: number;
  /** Tokens that the embedding model reads a chunk, context included. */
  readonly tokensPerChunk: number;
  /** Of its text, which a detector of personal data is paid for. */
  readonly charactersPerPage: number;
  /** Of all turns of a conversation that a model is shown, and of claims with their quotes. */
  readonly turnCharacters: number;
  readonly answerCharacters: number;
  /** Part of the documents whose class a model is asked for, where one is. */
  readonly unclassedShare: number;
  /** Of telling one document's class. */
  readonly classInputTokens: number;
  readonly classOutputTokens: number;
  /** Of the beginning of a document, by which its class is told. */
  readonly classifiedTokens: number;
  readonly questionTokens: number;
  /** Of the answer model a question that it is asked. */
  readonly answerInputTokens: number;
  readonly answerOutputTokens: number;
  /** Part of the questions for which the answer model is asked: a question without evidence asks none. */
  readonly answeredShare: number;
  /** Part of the questions that follow others or ask several things, which the answer model tells anew. */
  readonly retoldShare: number;
  /** Of telling one question anew. */
  readonly retoldInputTokens: number;
  readonly retoldOutputTokens: number;
}

/**
 * Ours until `affidavit cost --measured` has better: a page of 500 words makes 650 tokens, so some 4 chunks of 200 tokens
 * with their context; ten passages, the rules and the tool's schema make 3,000 tokens of input, four claims with their
 * quotes 300 of output. Every question counts as answered, a third of them as following another; a page has 3,000
 * characters, and a tenth of the documents is of no class that was learned. Telling a class takes the descriptions, the
 * schema and 1,500 characters of the document, and one claim; telling a question anew the rules, the tool's schema and up
 * to four turns of a hundred words. `affidavit explain` shows what a question took.
 */
export const ASSUMED_PROFILE: Profile = {
  isMeasured: false,
  chunksPerPage: 4,
  tokensPerChunk: DEFAULT_CHUNKING.maxTokens,
  charactersPerPage: 3_000,
  turnCharacters: 1_600,
  answerCharacters: 1_500,
  unclassedShare: 0.1,
  classInputTokens: 1_800,
  classOutputTokens: 80,
  classifiedTokens: 450,
  questionTokens: 20,
  answerInputTokens: 3_000,
  answerOutputTokens: 300,
  answeredShare: 1,
  retoldShare: 1 / 3,
  retoldInputTokens: 1_200,
  retoldOutputTokens: 60,
};

/** Calls of the pipeline for one document of so many pages. */
export function documentCalls(pages: number, { chunksPerPage }: Pick<Profile, 'chunksPerPage'>) {
  const chunks = Math.max(1, pages * chunksPerPage);
  const pageBatches = Math.ceil(pages / PAGES_PER_BATCH);
  const chunkBatches = Math.ceil(chunks / CHUNKS_PER_BATCH);
  return {
    chunks,
    pageBatches,
    chunkBatches,
    /** States that are entered: ten of the machine, one a batch of redaction, two a batch of chunks. */
    transitions: 10 + pageBatches + 2 * chunkBatches,
    /** Runs of steps: identify, extract, classify, chunk and publish once, the others once a batch. */
    steps: 5 + pageBatches + 2 * chunkBatches,
  };
}

export interface MeasuredDocument {
  readonly pages: number;
  readonly chunks: number;
  readonly cost: MeteredCost;
}

/** The profile of documents that were processed; questions as assumed, for receipts are kept by answer alone. */
export function measuredProfile(documents: readonly MeasuredDocument[]): Profile {
  const sum = (count: (document: MeasuredDocument) => number) => documents.reduce((all, one) => all + count(one), 0);
  const chunks = sum((one) => one.chunks);
  const tokens = sum(({ cost }) => cost.uses.reduce((all, use) => all + use.inputTokens, 0));
  if (chunks === 0) return ASSUMED_PROFILE;
  return {
    ...ASSUMED_PROFILE,
    isMeasured: true,
    chunksPerPage: chunks / sum(({ pages }) => pages),
    // The tokens of telling the class are in the sum, spread over the chunks.
    tokensPerChunk: tokens / chunks,
    classifiedTokens: 0,
  };
}
