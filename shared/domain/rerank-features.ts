import type { Passage } from './answer.ts';
import { type Analyze, contentTerms } from './evidence-terms.ts';
import { minMax } from './min-max.ts';
import { splitSentences } from './sentence-splitter.ts';
import type { RedactedText } from './text.ts';

/** What the local reranker weighs, 0 to 1 each. */
export const RERANK_FEATURES = [
  /** The fused score, and how near the passage is in meaning, between the least and the most of the candidates. */
  'fused',
  'similarity',
  /** Of the question's terms, rare ones counting more: in the passage, in its best sentence, in its heading. */
  'coverage',
  'sentence',
  'heading',
  /** Of the question's neighbouring terms, those that stand side by side in the passage. */
  'phrase',
  /** How densely the terms that it holds stand where they stand closest: 1 when nothing is between them. */
  'proximity',
  /** How much it shares with what else stands at the top: what the best candidates say most is likely asked for. */
  'feedback',
  /** How near the best sentence is in meaning, between the least and the most; 0 where nobody compared. */
  'meaning',
] as const;
export type RerankFeature = (typeof RERANK_FEATURES)[number];
export type RerankFeatures = Readonly<Record<RerankFeature, number>>;

/** Features of a passage, and the sentence of it that covers the question best. */
export interface FeaturedPassage {
  readonly features: RerankFeatures;
  readonly bestSentence: RedactedText;
}

/**
 * What speaks for each candidate, in the order given. How rare a term is hangs on these candidates alone, which the
 * asker may read: nothing of other tenants or of unreadable documents shows in a score.
 *
 * Rarity is BM25's inverse document frequency (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009),
 * over the candidates; proximity the minimal span of Tao and Zhai, SIGIR 2007; feedback the relevance model of Lavrenko
 * and Croft, SIGIR 2001, without what a candidate says for itself.
 */
export function rerankFeatures(question: string, passages: readonly Passage[], analyze: Analyze): FeaturedPassage[] {
  const asked = analyze(question);
  const terms = contentTerms(question, analyze);
  const read = passages.map((passage) => {
    const sentences = sentencesOf(passage, analyze);
    const body = sentences.flatMap((sentence) => sentence.terms);
    const heading = new Set(analyze(`${passage.title}\n${passage.context}`));
    return { passage, sentences, body, heading, held: new Set([...body, ...heading]) };
  });
  const rarity = rarityAmong(read.map(({ held }) => held));
  const similarities = minMax(passages.map(({ similarity }) => similarity));
  const fused = minMax(passages.map(({ score }) => score));
  const feedback = minMax(
    feedbackOf(
      read.map(({ body }, at) => ({ body, weight: Number(fused[at]) })),
      rarity,
    ),
  );
  return read.map(({ passage, sentences, body, heading, held }, at) => {
    const { sentence, bestSentence } = bestSentenceOf(passage, sentences, terms, rarity);
    const features = {
      fused: Number(fused[at]),
      similarity: Number(similarities[at]),
      coverage: weightedShare(terms, held, rarity),
      sentence,
      heading: weightedShare(terms, heading, rarity),
      phrase: phraseShare(asked, body),
      proximity: spanDensity(terms, body),
      feedback: Number(feedback[at]),
      meaning: 0,
    };
    return { features, bestSentence };
  });
}

/** The same, with how near each best sentence is to the question in meaning: a similarity a passage, in their order. */
export function withMeaning(passages: readonly FeaturedPassage[], similarities: readonly number[]): FeaturedPassage[] {
  const meaning = minMax(similarities);
  return passages.map((passage, at) => ({
    ...passage,
    features: { ...passage.features, meaning: meaning[at] ?? 0 },
  }));
}

type Rarity = (term: string) => number;

function rarityAmong(held: readonly ReadonlySet<string>[]): Rarity {
  const known = new Map<string, number>();
  return (term) => {
    const before = known.get(term);
    if (before !== undefined) return before;
    const holders = held.filter((words) => words.has(term)).length;
    const weight = Math.log(1 + (held.length - holders + 0.5) / (holders + 0.5));
    known.set(term, weight);
    return weight;
  };
}

function weightedShare(terms: readonly string[], held: ReadonlySet<string>, rarity: Rarity): number {
  const whole = terms.reduce((sum, term) => sum + rarity(term), 0);
  const covered = terms.reduce((sum, term) => sum + (held.has(term) ? rarity(term) : 0), 0);
  return whole > 0 ? covered / whole : 0;
}

interface ReadSentence {
  readonly text: RedactedText;
  readonly terms: readonly string[];
}

function sentencesOf({ text }: Passage, analyze: Analyze): ReadSentence[] {
  return splitSentences(text).map(({ start, end }) => {
    const own = text.slice(start, end) as RedactedText; // A part of redacted text.
    return { text: own, terms: analyze(own) };
  });
}

function bestSentenceOf(
  passage: Passage,
  sentences: readonly ReadSentence[],
  terms: readonly string[],
  rarity: Rarity,
) {
  let best = { sentence: 0, bestSentence: sentences[0]?.text ?? passage.text };
  for (const { text, terms: own } of sentences) {
    const sentence = weightedShare(terms, new Set(own), rarity);
    if (sentence > best.sentence) best = { sentence, bestSentence: text };
  }
  return best;
}

function phraseShare(asked: readonly string[], body: readonly string[]): number {
  const pairsOf = (words: readonly string[]) => new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`));
  const wanted = pairsOf(asked);
  const found = pairsOf(body);
  return wanted.size === 0 ? 0 : [...wanted].filter((pair) => found.has(pair)).length / wanted.size;
}

/** Terms held, over the length of the shortest stretch that holds them all; 0 for fewer than two. */
function spanDensity(terms: readonly string[], body: readonly string[]): number {
  const wanted = new Set(terms.filter((term) => body.includes(term)));
  if (wanted.size < 2) return 0;
  const last = new Map<string, number>();
  let shortest = body.length;
  for (const [at, word] of body.entries()) {
    if (!wanted.has(word)) continue;
    last.set(word, at);
    if (last.size === wanted.size) shortest = Math.min(shortest, at - Math.min(...last.values()) + 1);
  }
  return wanted.size / shortest;
}

/** Candidates that are taken for relevant, and what they say: enough to outvote a wrong one among them. Ours to change. */
const TRUSTED = 10;

/** How much each candidate shares with the first ones, each of these counting by its weight, and none for itself. */
function feedbackOf(
  candidates: readonly { readonly body: readonly string[]; readonly weight: number }[],
  rarity: Rarity,
): number[] {
  const models = candidates.map(({ body, weight }, at) => ({
    own: frequencies(body),
    weight: at < TRUSTED ? weight : 0,
  }));
  const together = new Map<string, number>();
  for (const { own, weight } of models) {
    for (const [term, share] of own) together.set(term, (together.get(term) ?? 0) + weight * share);
  }
  const whole = models.reduce((sum, { weight }) => sum + weight, 0);
  return models.map(({ own, weight }) => {
    const others = whole - weight;
    if (others <= 0) return 0;
    let shared = 0;
    for (const [term, share] of own) {
      const told = Math.max(0, Number(together.get(term)) - weight * share) / others;
      shared += Math.sqrt(told * share) * rarity(term);
    }
    return shared;
  });
}

/** Share of each term in the words of a text. */
function frequencies(body: readonly string[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const term of body) shares.set(term, (shares.get(term) ?? 0) + 1 / body.length);
  return shares;
}
