import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Tokenizer } from '@huggingface/tokenizers';
import * as z from 'zod/mini';

/** A `tokenizer.json` as far as we look into it. Truncation and padding are ours to do, so they are taken out. */
const tokenizerFile = () => z.looseObject({ truncation: z.unknown(), padding: z.unknown() });

/** Loaded with the first file, which takes many times as long: a bundle has it beside its code. */
const tokenizers = (): typeof import('@huggingface/tokenizers') =>
  createRequire(import.meta.url)('@huggingface/tokenizers');

export interface WordpieceTokenizer {
  /** Ids of the text's tokens, without the special ones. */
  ids(text: string): number[];
  /** The tokens themselves; a piece that continues a word starts with `##`. */
  pieces(text: string): string[];
  /** `[CLS]`, the ids, `[SEP]`: what a BERT model reads. */
  framed(ids: readonly number[]): number[];
  /** `[CLS]`, the first, `[SEP]`, the second, `[SEP]`: what a model reads that compares two texts. */
  framedPair(first: readonly number[], second: readonly number[]): FramedPair;
}

export interface FramedPair {
  readonly ids: readonly number[];
  /** Of each id, whether it belongs to the second text: 1, else 0. */
  readonly types: readonly number[];
}

/** Reads the tokenizer of a BERT model from its `tokenizer.json`. */
export function readWordpieceTokenizer(tokenizerPath: string): WordpieceTokenizer {
  const file = tokenizerFile().parse(JSON.parse(readFileSync(tokenizerPath, 'utf8')));
  const tokenizer = new (tokenizers().Tokenizer)({ ...file, truncation: null, padding: null }, {});
  const start = idOf(tokenizer, '[CLS]');
  const end = idOf(tokenizer, '[SEP]');

  return {
    ids: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    pieces: (text) => tokenizer.encode(text, { add_special_tokens: false }).tokens,
    framed: (ids) => [start, ...ids, end],
    framedPair: (first, second) => ({
      ids: [start, ...first, end, ...second, end],
      types: [...new Array<number>(first.length + 2).fill(0), ...new Array<number>(second.length + 1).fill(1)],
    }),
  };
}

function idOf(tokenizer: Tokenizer, token: string): number {
  const id = tokenizer.token_to_id(token);
  if (id === undefined) throw new RangeError(`the tokenizer has no ${token}`);
  return id;
}
