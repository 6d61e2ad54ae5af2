import type { TextSpan } from './text-evidence.ts';

/** A run of a corpus' tokens: from `first` up to, and without, `end`. */
export interface TokenRange {
  readonly first: number;
  readonly end: number;
}

export interface SpanOfDocument extends TextSpan {
  readonly documentId: string;
}

interface CountedDocument {
  readonly documentId: string;
  readonly pages: readonly { readonly number: number; readonly text: string }[];
}

/** Words and numbers, and every other sign by itself: the same for every embedder, so that runs compare. */
const TOKEN = /[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gv;

/** Numbers the tokens of a corpus through, and says which of them a span touches. */
export function corpusTokens(documents: readonly CountedDocument[]): (span: SpanOfDocument) => TokenRange {
  const pages = new Map<string, { readonly base: number; readonly starts: number[]; readonly ends: number[] }>();
  let base = 0;
  for (const { documentId, pages: own } of documents) {
    for (const { number, text } of own) {
      const found = [...text.matchAll(TOKEN)];
      const starts = found.map(({ index }) => index);
      const ends = found.map(({ index, 0: { length } }) => index + length);
      pages.set(`${documentId} ${number}`, { base, starts, ends });
      base += found.length;
    }
  }
  return ({ documentId, page, start, end }) => {
    const counted = pages.get(`${documentId} ${page}`);
    if (counted === undefined) return { first: 0, end: 0 };
    const first = countUpTo(counted.ends, start);
    return { first: counted.base + first, end: counted.base + Math.max(first, countUpTo(counted.starts, end - 1)) };
  };
}

export interface FoundEvidence {
  /** Share of the evidence's tokens that were read. */
  readonly recall: number;
  /** Share of the tokens read that are evidence. */
  readonly precision: number;
}

/**
 * How much of the evidence somebody has read after `budget` tokens of a ranking, best first. The last range is read as
 * far as the budget goes, so that settings of all sizes are compared at equal tokens; a token in two ranges is paid for
 * twice and found once. Evidence holds at least one token.
 *
 * Source: Smith and Troynikov, "Evaluating Chunking Strategies for Retrieval", Chroma technical report, 2024.
 */
export function evidenceFound(
  evidence: readonly TokenRange[],
  ranking: readonly TokenRange[],
  budget: number,
): FoundEvidence {
  const wanted = new Set(evidence.flatMap(tokensIn));
  const found = new Set<number>();
  let spent = 0;
  for (const range of ranking) {
    for (const token of tokensIn(range).slice(0, budget - spent)) {
      spent += 1;
      if (wanted.has(token)) found.add(token);
    }
    if (spent >= budget) break;
  }
  return { recall: found.size / wanted.size, precision: spent === 0 ? 0 : found.size / spent };
}

function tokensIn({ first, end }: TokenRange): number[] {
  return Array.from({ length: end - first }, (_, at) => first + at);
}

/** How many of the ascending numbers are at most `limit`. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(ascending[middle]) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
