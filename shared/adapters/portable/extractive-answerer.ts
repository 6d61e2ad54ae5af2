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
import type { RedactedText } from '../../domain/text.ts';
import { cosineSimilarity, type Vector } from '../../domain/vector.ts';
import type { Answerer, AnswererReply, AnswerRequest } from '../../ports/answerer.ts';
import type { Embedder, MeteredEmbedding } from '../../ports/embedder.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';

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

/** Counts the texts that it embeds, and their tokens; none are told of where nobody meters them. */
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

const unmeteredEmbedding: MeteredEmbedding = async (embedder, texts, purpose, signal) => ({
  vectors: await embedder.embed(texts, purpose, signal),
  tokens: 0,
});

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
  return {
    claims: chooseClaims(compared, calibration.sentence),
    usage: { inputTokens: 0, outputTokens: 0 },
    answerability: best === undefined ? 0 : answerabilityOf(request.question, best, calibration.answerability, analyze),
  };
}

/** The sentences worth comparing, with how close each is to the question in meaning. */
export async function comparedSentences(
  { question, questionVector, passages, readAs, embed = unmeteredEmbedding }: AnswerRequest,
  { embedder, analyzer, calibration }: ExtractiveAnswererOptions,
  signal?: AbortSignal,
): Promise<ComparedCandidate[]> {
  const candidates = sentenceCandidates(question, passages, (text) => analyzer.analyze(text, readAs));
  return compare(shortlist(candidates, calibration.sentence, SHORTLIST), questionVector, embedder, (texts) =>
    embed(embedder, texts, 'passage', signal),
  );
}

async function compare(
  candidates: readonly SentenceCandidate[],
  question: Vector,
  { maxBatch }: Embedder,
  embed: (texts: readonly RedactedText[]) => ReturnType<MeteredEmbedding>,
): Promise<ComparedCandidate[]> {
  const compared: ComparedCandidate[] = [];
  for (let at = 0; at < candidates.length; at += maxBatch) {
    const batch = candidates.slice(at, at + maxBatch);
    const { vectors } = await embed(batch.map(({ meaning }) => meaning));
    for (const [index, candidate] of batch.entries()) {
      compared.push({ candidate, similarity: cosineSimilarity(question, vectors[index] ?? []) });
    }
  }
  return compared;
}
