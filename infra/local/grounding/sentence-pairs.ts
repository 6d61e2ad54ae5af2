import type { CorruptionKind, GroundingPair } from './template-pairs.ts';

/** Words of a sentence that is used: a claim is no title and no paragraph. */
const WORDS = { least: 8, most: 40 };

/** Sentences of texts by people, each a claim that itself is the quote of: what is true beyond doubt. */
export function sentencesOf(texts: readonly string[]): string[] {
  const sentences = texts.flatMap((text) => text.split(/(?<=[.!?])\s+(?=\p{Lu})/u));
  return [...new Set(sentences)].filter((sentence) => {
    const words = sentence.split(/\s+/).length;
    return words >= WORDS.least && words <= WORDS.most;
  });
}

/** `count` pairs at most, each with one number, name or negation of its claim changed. English. */
export function corruptedSentences(sentences: readonly string[], count: number, random: () => number): GroundingPair[] {
  const pairs: GroundingPair[] = [];
  for (let at = 0; pairs.length < count && at < sentences.length * CHANGES.length; at += 1) {
    const quote = sentences[Math.floor(at / CHANGES.length)] ?? '';
    const change = CHANGES[at % CHANGES.length];
    const claim = change?.of(quote, random);
    if (change !== undefined && claim !== undefined && claim !== quote) pairs.push({ kind: change.kind, quote, claim });
  }
  return pairs;
}

interface Change {
  readonly kind: CorruptionKind;
  readonly of: (sentence: string, random: () => number) => string | undefined;
}

const VERB = /\b(?:is|are|was|were|has been|have been|can|will|would|could|should|must)\b(?! not)/;

const CHANGES: readonly Change[] = [
  {
    kind: 'number',
    of: (sentence, random) =>
      sentence.replace(/(?<![\p{L}\p{N}.,])\d+(?![\p{L}\p{N}.,]*\p{N})/u, (figure) =>
        String(Number(figure) + 1 + Math.floor(random() * 9)),
      ),
  },
  {
    kind: 'name',
    // Not the first word, whose capital says nothing.
    of: (sentence, random) =>
      sentence.replace(
        /(?<=\p{Ll} )\p{Lu}\p{Ll}{3,}(?= |[.,;])/u,
        () => OTHERS[Math.floor(random() * OTHERS.length)] ?? '',
      ),
  },
  {
    kind: 'negation',
    of: (sentence) =>
      / not /.test(sentence) ? sentence.replace(/ not /, ' ') : sentence.replace(VERB, (verb) => `${verb} not`),
  },
];

/** Names that no text is likely to hold. */
const OTHERS = ['Quillsworth', 'Bramblecott', 'Ostrovia', 'Tarnmoor'];
