import { GROUNDING_LANGUAGES, type GroundingLanguage } from './grounding-languages.ts';

/** What a text says where a template leaves room. */
interface Facts {
  readonly name: string;
  readonly amount: number;
  /** Place of the unit in its language's list. */
  readonly unit: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly isDenied: boolean;
}

export type CorruptionKind = 'number' | 'date' | 'name' | 'negation' | 'unit';

/** A claim and the quote that carries it, or did before it was corrupted. */
export interface GroundingPair {
  readonly claim: string;
  readonly quote: string;
  /** Of what was corrupted; undefined for a true pair. */
  readonly kind?: CorruptionKind | undefined;
}

/** True pairs of the seven languages, the claim in other words and with other ways to write figures than the quote. */
export function truePairs(count: number, random: () => number): GroundingPair[] {
  return Array.from({ length: count }, (_, at) => {
    const language = languageAt(at);
    const facts = factsOf(language, random);
    return { quote: quoteOf(language, facts), claim: claimOf(language, facts, facts, kindAt(at)) };
  });
}

/** The same, each with one fact of the claim changed. */
export function corruptedPairs(count: number, random: () => number): GroundingPair[] {
  return Array.from({ length: count }, (_, at) => {
    const language = languageAt(at);
    const facts = factsOf(language, random);
    const kind = kindAt(at);
    return {
      kind,
      quote: quoteOf(language, facts),
      claim: claimOf(language, corrupted(facts, kind, random), facts, kind),
    };
  });
}

const KINDS: readonly CorruptionKind[] = ['number', 'date', 'name', 'negation', 'unit'];

function kindAt(at: number): CorruptionKind {
  return KINDS[Math.floor(at / GROUNDING_LANGUAGES.length) % KINDS.length] ?? 'number';
}

function languageAt(at: number): GroundingLanguage {
  const [first] = GROUNDING_LANGUAGES;
  return GROUNDING_LANGUAGES[at % GROUNDING_LANGUAGES.length] ?? first;
}

function factsOf({ units }: GroundingLanguage, random: () => number): Facts {
  const below = (most: number) => Math.floor(random() * most);
  return {
    name: NAMES[below(NAMES.length)] ?? '',
    amount: random() < 0.5 ? 2 + below(900) : 1_000 + below(900_000),
    unit: below(units.length),
    year: 1990 + below(40),
    month: below(12),
    day: 1 + below(28),
    isDenied: random() < 0.5,
  };
}

const NAMES = [
  'Brandt',
  'Okafor',
  'Lindqvist',
  'Moreau',
  'Tanaka',
  'Castellano',
  'Novak',
  'Haugen',
  'Almeida',
  'Zielinski',
];

function corrupted(facts: Facts, kind: CorruptionKind, random: () => number): Facts {
  const step = (most: number) => 1 + Math.floor(random() * (most - 1));
  if (kind === 'number') return { ...facts, amount: facts.amount + step(50) };
  if (kind === 'unit') return { ...facts, unit: facts.unit + step(4) };
  if (kind === 'negation') return { ...facts, isDenied: !facts.isDenied };
  if (kind === 'name')
    return { ...facts, name: NAMES[(NAMES.indexOf(facts.name) + step(NAMES.length)) % NAMES.length] ?? '' };
  return random() < 0.5 ? { ...facts, year: facts.year + step(9) } : { ...facts, day: 1 + (facts.day % 28) };
}

function quoteOf(language: GroundingLanguage, facts: Facts): string {
  const date = `${facts.day}${language.dayMark} ${language.months.split(' ')[facts.month]} ${facts.year}`;
  const amount = grouped(facts.amount, language.group);
  return language.quote(
    facts.name,
    date.replace(/ (\p{L}+) (\d{4})$/u, language.dateForm),
    `${amount} ${unitOf(language, facts)}`,
    facts.isDenied,
  );
}

/** A claim of one kind, so that what was changed is in it. Figures are written plainly, dates in figures at times. */
function claimOf(language: GroundingLanguage, facts: Facts, before: Facts, kind: CorruptionKind): string {
  if (kind === 'negation') return language.insured(facts.isDenied);
  const date = before.day % 2 === 0 ? isoDate(facts) : `${facts.day}.${facts.month + 1}.${facts.year}`;
  if (kind === 'date') return language.dated(date);
  return language.ordered(facts.name, `${facts.amount} ${unitOf(language, facts)}`);
}

function isoDate({ year, month, day }: Facts): string {
  return [year, String(month + 1).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

function unitOf({ units }: GroundingLanguage, { unit }: Facts): string {
  return units[unit % units.length] ?? '';
}

function grouped(amount: number, mark: string): string {
  return String(amount).replace(/(?<=\d)(?=(?:\d{3})+$)/g, mark);
}
