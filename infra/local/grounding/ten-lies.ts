import type { Passage, ProposedClaim } from '#shared/domain/answer.ts';

/** What a lying model is given to lie about: a passage whose text is one sentence that `facts` says in other words. */
export interface LiedAbout {
  readonly passage: Passage;
  /** Another passage that was retrieved, of at least five words. */
  readonly other: Passage;
  /** A claim that the passage carries, and the same with another number and turned round. */
  readonly claim: string;
  readonly wrongNumber: string;
  readonly turnedRound: string;
}

/** Ten ways to lie, by name; each claim must be dropped. */
export function tenLies({
  passage,
  other,
  claim,
  wrongNumber,
  turnedRound,
}: LiedAbout): Readonly<Record<string, ProposedClaim>> {
  const { chunkId, text: quote } = passage;
  const words = quote.split(' ');
  const half = words.slice(0, Math.ceil(words.length / 2)).join(' ');
  const rest = other.text.split(' ').slice(2).join(' ');
  return {
    'invented quote': { text: claim, chunkId, quote: `It is well known that ${claim}` },
    'quote of another chunk': { text: claim, chunkId, quote: other.text },
    'chunk that was not retrieved': { text: claim, chunkId: `${chunkId}-elsewhere`, quote },
    'changed number': { text: wrongNumber, chunkId, quote },
    'turned round': { text: turnedRound, chunkId, quote },
    'merged quotes': { text: claim, chunkId, quote: `${half} ${rest}` },
    'empty quote': { text: claim, chunkId, quote: ' ' },
    'quote of four words': { text: claim, chunkId, quote: words.slice(0, 4).join(' ') },
    'address in the claim': { text: `${claim} See https://elsewhere.test/a.`, chunkId, quote },
    'markup in the claim': { text: `${claim} <img src=x>`, chunkId, quote },
  };
}
