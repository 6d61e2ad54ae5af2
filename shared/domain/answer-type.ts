import { madeOnce } from './made-once.ts';
import { PLACEHOLDER } from './placeholder.ts';

/** What kind of thing a question asks for, as far as its words say. `open` stands for all that has no form of its own. */
export type AnswerType = 'person' | 'name' | 'time' | 'duration' | 'quantity' | 'open';

/** Nouns that ask for a figure, and for something with a name. */
const FIGURES =
  'percentage|percent|number|amount|price|costs?|fee|rate|salary|rent|revenue|population|distance|temperatures?|share|' +
  'portion|proportion|fraction|discount|limit|budget|total';
const NAMED =
  'firm|company|bank|organi[sz]ation|city|country|town|state|person|supplier|customer|model|brand|university|school';

/** Cues in the order in which they decide. English. */
const CUES: readonly (readonly [AnswerType, RegExp])[] = [
  ['duration', /\bhow (?:long|soon|quickly|fast)\b|\bhow many (?:days|weeks|months|years|hours|minutes)\b/i],
  ['time', /^(?:until |since |by )?when\b|\b(?:what|which) (?:year|month|day|date|time|century|decade|quarter)\b/i],
  ['quantity', /\bhow (?:many|much|often|large|big|high|far|tall|deep|wide|heavy|expensive)\b/i],
  [
    'quantity',
    new RegExp(`\\b(?:what|which) (?:(?:is|was|are|were) )?(?:the )?(?:\\p{L}+ ){0,3}(?:${FIGURES})\\b`, 'iu'),
  ],
  ['quantity', /\bwhat\b.*\b(?:costs?|spend|spent|earn|charged?)\b/i],
  ['person', /\b(?:who|whom|whose)\b/i],
  ['name', new RegExp(`\\bwhere\\b|\\b(?:what|which) (?:\\p{L}+ ){0,2}(?:${NAMED})\\b`, 'iu')],
];

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|' +
  'nov(?:ember)?|dec(?:ember)?)';
const NUMBER_WORD =
  '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|' +
  '(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|dozens?|once|twice|half|' +
  '(?:a|one)[ -](?:third|quarter|fifth|tenth)|zero|none|nobody)';
const NUMBER = `(?:\\d[\\d.,]*|${NUMBER_WORD})`;
const TIME_UNIT = '(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|decades?|centur(?:y|ies))';
const YEAR = '(?:1[0-9]|20)\\d\\d';

/** A capitalised word inside a sentence, or two at its start. */
const NAME = "(?<=[^.!?:|•\\s-][\"'’)]*\\s[\"'“(]*)\\p{Lu}[\\p{L}'’-]+|^\\p{Lu}[\\p{L}'’-]+ \\p{Lu}";

/** Made at the first answer that is looked for one, as the others below. */
const forms = madeOnce(
  (): Readonly<Record<Exclude<AnswerType, 'open'>, RegExp>> => ({
    person: new RegExp(`\\[PERSON:|${NAME}`, 'gu'),
    name: new RegExp(`\\[(?:PERSON|ADDRESS):|${NAME}`, 'gu'),
    time: new RegExp(
      [
        `\\b${YEAR}s?\\b|\\b${MONTH}\\b|\\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\\b\\d{1,2}(?:st|nd|rd|th)\\b`,
        '\\b\\d{1,2}[:.]\\d\\d\\b|\\b\\d+ (?:BC|AD|CE|BCE)\\b|\\bcentur(?:y|ies)\\b',
        `\\b(?:after|before|within|until|every|from) (?:the )?(?:\\p{L}+ )*?${TIME_UNIT}`,
        `\\b${NUMBER} (?:\\p{L}+ )?${TIME_UNIT}`,
      ].join('|'),
      'giu',
    ),
    duration: new RegExp(`\\b(?:${NUMBER}|an?)[ -](?:\\p{L}+[ -]){0,2}${TIME_UNIT}\\b|\\bsince \\D{0,4}${YEAR}`, 'giu'),
    quantity: new RegExp(`(?<![\\p{L}\\p{N}])${NUMBER}(?!\\p{L})`, 'giu'),
  }),
);

/** Dates hold figures that count nothing. */
const dates = madeOnce(
  () =>
    new RegExp(
      `\\b\\d{1,2}(?:st|nd|rd|th)? (?:of )?${MONTH}\\b(?:,? \\d{4})?|\\b${MONTH} \\d{1,4}(?:st|nd|rd|th)?\\b(?:,? \\d{4})?|` +
        `\\d{4}-\\d\\d-\\d\\d|\\b(?:in|since|by|until|from|of) ${YEAR}\\b`,
      'giu',
    ),
);

/** What the question asks for. */
export function answerTypeOf(question: string): AnswerType {
  return CUES.find(([, cue]) => cue.test(question))?.[0] ?? 'open';
}

/** Whether the text holds something of that form which the question does not say itself. Nothing is asked of `open`. */
export function holdsAnswerOf(type: AnswerType, text: string, question: string): boolean {
  if (type === 'open') return true;
  const asked = question.toLowerCase();
  return [...relevantPart(type, text).matchAll(forms()[type])].some(
    ({ 0: found }) => !asked.includes(found.toLowerCase()),
  );
}

/** A figure and up to four words behind it, as in "two new electric trucks"; "a" and "per" begin what it is counted by. */
const counting = madeOnce(
  () =>
    new RegExp(
      `(?<![\\p{L}\\p{N}])${NUMBER}(?:[ -](?!(?:an?|per|each|every)(?!\\p{L}))[\\p{L}\\p{N}'’-]+){1,4}`,
      'giu',
    ),
);

/** Stretches of the text in which a figure counts something: the figure and the words behind it. */
export function countedStretches(text: string): readonly string[] {
  return [...text.replace(PLACEHOLDER, '').matchAll(counting())].map(({ 0: found }) => found);
}

function relevantPart(type: AnswerType, text: string): string {
  if (type === 'person' || type === 'name') return text;
  const shown = text.replace(PLACEHOLDER, '');
  return type === 'quantity' ? shown.replace(dates(), '') : shown;
}
