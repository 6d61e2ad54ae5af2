/** One made-up fact: where it stands in the document, how it is asked for, and the number that answers. */
export interface CanaryFact {
  readonly question: string;
  readonly value: string;
  readonly section: string;
}

export interface CanaryDocument {
  readonly text: string;
  readonly facts: readonly [CanaryFact, ...CanaryFact[]];
  /** Values that redaction has to take away: wherever one of them is read, something leaks. */
  readonly planted: readonly string[];
}

/** Things with something to be asked of each; the next of a pair is there to be mistaken for it. */
const SUBJECTS: readonly [thing: string, property: string, asked: string, unit: string][] = [
  ['canary instrument', 'calibration weight', 'calibration weight', 'grams'],
  ['reference instrument', 'calibration weight', 'calibration weight', 'grams'],
  ['north boiler', 'inspection interval', 'interval between inspections', 'hours'],
  ['south boiler', 'inspection interval', 'interval between inspections', 'hours'],
  ['upper tank', 'holding capacity', 'capacity', 'litres'],
  ['lower tank', 'holding capacity', 'capacity', 'litres'],
  ['east pump', 'delivery rate', 'rate of delivery', 'litres an hour'],
  ['west pump', 'delivery rate', 'rate of delivery', 'litres an hour'],
];

/** Parts a value from the next one; no two of a document are the same, for it shares no factor with their range. */
const STEP = 977;
const [LOWEST, RANGE] = [1_000, 9_000];

/** A test account of the German banks, valid by its checksum. Source: ISO 13616, the example of its registry. */
const IBAN = 'DE89 3704 0044 0532 0130 00';

/**
 * A document that nobody wrote before: its numbers follow from `seed`, and an address of `mark` is planted in it. Long
 * enough to be cut into several chunks, so that something has to be found.
 */
export function canaryDocument(seed: number, mark: string): CanaryDocument {
  const email = `keeper-${mark}@canary.example`;
  const facts = SUBJECTS.map(([thing, property, asked, unit], at): CanaryFact => {
    const value = String(LOWEST + ((Math.floor(seed) + at * STEP) % RANGE));
    return {
      question: `What is the ${asked} of the ${thing}?`,
      value,
      section: sectionOf(thing, property, value, unit),
    };
  });
  const [first, ...rest] = facts as [CanaryFact, ...CanaryFact[]]; // As many as there are subjects.
  const keeper = `# The keeper\n\nThe keeper is written to at ${email} and paid to the account ${IBAN} each month.`;
  return {
    text: ['# Canary report', ...facts.map(({ section }) => section), keeper].join('\n\n'),
    facts: [first, ...rest],
    planted: [email, IBAN, IBAN.replaceAll(' ', '')],
  };
}

function sectionOf(thing: string, property: string, value: string, unit: string): string {
  return [
    `# The ${thing}`,
    `This section is about the ${thing} and about nothing else. The ${property} of the ${thing} is ${value} ${unit}. ` +
      `Whoever works at the ${thing} writes down in the book what was done there, when it was begun and when it was ended, ` +
      `and leaves the ${thing} as it was found. Parts of the ${thing} that are worn are put into the red box beside it and ` +
      `are looked at on the first working day of the week. Nobody opens the ${thing} alone, and nobody opens it while it is warm. ` +
      `The ${thing} is cleaned with water, never with oil, and the door behind it is closed at night.`,
  ].join('\n\n');
}
