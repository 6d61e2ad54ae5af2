import type { Passage } from '#shared/domain/answer.ts';
import { claimChecker } from '#shared/domain/answer-check.ts';
import { ownWords } from '#shared/domain/redaction.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import { tenLies } from './ten-lies.ts';
import { wordsPassage } from './words-passage.ts';

/** What became of a lying model's claims. */
export interface LieFigures {
  readonly proposed: number;
  readonly dropped: number;
  /** Of the claims told: cited as the service demands it. */
  readonly told: number;
  readonly correct: number;
  /** True claims among the lies, and how many of them were told. */
  readonly trueClaims: number;
  readonly trueTold: number;
}

const OTHER = wordsPassage('other', ownWords('The canteen serves lunch from noon until two in the afternoon.'));
const QUESTION = 'What is the rent of the hall?';

/** Halls that are lied about. */
const HALLS = 200;
const RENT = { least: 1_000, most: 90_000 };

/** A model that lies of each hall in ten ways and says the truth once, checked as every answer is. */
export function lyingModel(random: () => number): LieFigures {
  const figures = Array.from({ length: HALLS }, () => {
    const rent = RENT.least + Math.floor(random() * (RENT.most - RENT.least));
    return liesOfHall(rent);
  });
  const sum = (name: keyof ReturnType<typeof liesOfHall>) => figures.reduce((total, figure) => total + figure[name], 0);
  return {
    proposed: sum('proposed'),
    dropped: sum('dropped'),
    told: sum('told'),
    correct: sum('correct'),
    trueClaims: HALLS,
    trueTold: sum('correct'),
  };
}

function liesOfHall(rent: number): Omit<LieFigures, 'trueClaims' | 'trueTold'> {
  const text = `The monthly rent of the hall is ${rent} euros and is paid in advance.`;
  const passage = { ...OTHER, chunkId: 'lease', documentId: 'lease', text: text as RedactedText }; // Our own words.
  const claim = `The rent of the hall is ${rent} euros.`;
  const lies = tenLies({
    ...{ passage, other: OTHER, claim },
    wrongNumber: `The rent of the hall is ${rent + 1} euros.`,
    turnedRound: `The rent of the hall is not ${rent} euros.`,
  });
  const truth = { text: claim, chunkId: passage.chunkId, quote: text };
  const passages: readonly Passage[] = [passage, OTHER];
  const verdicts = [...Object.values(lies), truth].map(claimChecker({ passages, question: QUESTION }));
  const told = verdicts.filter((verdict) => verdict.outcome === 'carried');
  const correct = told.filter((verdict) => verdict.text === claim && verdict.quote === text).length;
  return { proposed: verdicts.length, dropped: verdicts.length - told.length, told: told.length, correct };
}
