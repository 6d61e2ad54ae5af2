import { answerabilityOf } from '../../domain/answerability.ts';
import { type SentenceCandidate, sentenceCandidates } from '../../domain/extractive-candidates.ts';
import {
  bestCandidate,
  type ComparedCandidate,
  chooseClaims,
  claimsInTurn,
  shortlist,
} from '../../domain/extractive-choice.ts';
import { calibrationIn } from '../../domain/language-support.ts';
import type { RetrievalCalibration } from '../../domain/retrieval-calibration.ts';
import { cosineSimilarity, type Vector } from '../../domain/vector.ts';
import type { Answerer, AnswererReply, AnswerRequest } from '../../ports/answerer.ts';
import type { Embedder, MeteredEmbedding } from '../../ports/embedder.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import { type Embedding, embedInBatches, unmeteredEmbedding } from './embed-in-batches.ts';
import { unsaidGain } from './unsaid-gain.ts';

/** Sentences whose meaning is compared, at most: some 15 ms each with bge-small. */
const SHORTLIST = 16;

export interface ExtractiveAnswererOptions {
  /** The index's embedder, whose vector of the question the request brings. */
  readonly embedder: Embedder;
  readonly analyzer: TextAnalyzer;
  /** What was fitted to the embedder. */
  readonly calibration: RetrievalCalibration;
}

/**
 * Answers with the sentences and table rows of the passages that say it, word for word; no language model. It compares
 * words, the form that the question asks for and meaning, and says nothing when no sentence is likely enough.
 */
export function extractiveAnswerer(options: ExtractiveAnswererOptions): Answerer {
  return {
    name: 'extractive',
    answer: async ({ parts = [], embed, ...request }, signal) => {
      const counted = countedEmbedding(embed);
      const asked = (parts.length === 0 ? [{}] : parts).map((part) => ({ ...request, ...part, embed: counted.embed }));
      const replies: AnswererReply[] = [];
      for (const each of asked) replies.push(await answerOne(each, options, signal));
      return {
        claims: claimsInTurn(replies.map(({ claims }) => claims)),
        usage: { inputTokens: 0, outputTokens: 0 },
        embedding: { model: options.embedder.modelId, ...counted.took(), outputTokens: 0 },
        answerability: Math.max(...replies.map(({ answerability = 0 }) => answerability)),
      };
    },
  };
}

/** Counts the texts that it embeds, and their tokens. */
function countedEmbedding(embed: MeteredEmbedding = unmeteredEmbedding) {
  let calls = 0;
  let inputTokens = 0;
  const counted: MeteredEmbedding = async (embedder, texts, purpose, signal) => {
    const made = await embed(embedder, texts, purpose, signal);
    calls += texts.length;
    inputTokens += made.tokens;
    return made;
  };
  return { embed: counted, took: () => ({ calls, inputTokens }) };
}

async function answerOne(
  request: AnswerRequest,
  options: ExtractiveAnswererOptions,
  signal: AbortSignal | undefined,
): Promise<AnswererReply> {
  signal?.throwIfAborted();
  const { analyzer, embedder } = options;
  const calibration = calibrationIn(request.language ?? 'und', embedder.languages, options.calibration);
  const compared = await comparedSentences(request, { ...options, calibration }, signal);
  const best = bestCandidate(compared, calibration.sentence);
  const analyze = (text: string) => analyzer.analyze(text, request.readAs);
  const likelihood = async (sentence: ComparedCandidate) => {
    const { question, embed } = request;
    const model = calibration.answerability;
    // Embedded only where it weighs something.
    const isWeighed = model.unsaid !== undefined;
    const unsaid = isWeighed ? await unsaidGain(question, sentence, analyze, { embedder, embed, signal }) : 0;
    return answerabilityOf(question, sentence, unsaid, model, analyze);
  };
  return {
    claims: chooseClaims(compared, calibration.sentence),
    usage: { inputTokens: 0, outputTokens: 0 },
    answerability: best === undefined ? 0 : await likelihood(best),
  };
}

/** The sentences worth comparing, with how close each is to the question in meaning. */
export async function comparedSentences(
  { question, questionVector, passages, readAs, embed }: AnswerRequest,
  { embedder, analyzer, calibration }: ExtractiveAnswererOptions,
  signal?: AbortSignal,
): Promise<ComparedCandidate[]> {
  const candidates = sentenceCandidates(question, passages, (text) => analyzer.analyze(text, readAs));
  const worthComparing = shortlist(candidates, calibration.sentence, SHORTLIST);
  return compare(worthComparing, questionVector, { embedder, embed, signal });
}

async function compare(
  candidates: readonly SentenceCandidate[],
  question: Vector,
  embedding: Embedding,
): Promise<ComparedCandidate[]> {
  const meanings = candidates.map(({ meaning }) => meaning);
  const { vectors } = await embedInBatches(meanings, 'passage', embedding);
  return candidates.map((candidate, at) => {
    const vector = vectors[at] ?? [];
    return { candidate, vector, similarity: cosineSimilarity(question, vector) };
  });
}
