import { PLACEHOLDER } from './placeholder.ts';

/** What kind of thing a question asks for, as far as its words say. `open` stands for all that has no form of its own. */
export type AnswerType = 'person' | 'name' | 'time' | 'duration' | 'quantity' | 'open';

/** Cues in the order in which they decide. English. */
const CUES: readonly (readonly [AnswerType, RegExp])[] = [
  [
    'duration',
    /\bhow (?:long|soon|quickly|fast)\b|\bfor how (?:long|many (?:days|weeks|months|years|hours|minutes))\b/i,
  ],
  ['time', /\bwhen\b|\b(?:what|which) (?:year|month|day|date|time|century|decade|quarter)\b|\bhow (?:recently|old)\b/i],
  [
    'quantity',
    /\bhow (?:many|much|often|large|big|high|far|tall|deep|wide|heavy|expensive)\b|\b(?:what|which) (?:is |was |are |were )?(?:the )?(?:\p{L}+ ){0,3}(?:percentage|percent|number|amount|price|cost|costs|fee|rate|salary|rent|revenue|population|distance|temperature|share|portion|proportion|fraction|discount|limit|budget|total|temperatures)\b/iu,
  ],
  ['person', /\b(?:who|whom|whose)\b/i],
  [
    'name',
    /\bwhere\b|\b(?:what|which) (?:\p{L}+ ){0,2}(?:firm|company|bank|organi[sz]ation|city|country|town|state|person|supplier|customer|model|brand|university|school|river|continent)\b/iu,
  ],
];

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const NUMBER_WORDS =
  '(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|' +
  '(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\\p{L}+)?|hundreds?|thousands?|millions?|billions?|dozens?|once|twice|half|(?:a|one) (?:third|quarter|fifth|tenth)|zero|single)';
const NUMBER = `(?:\\d[\\d.,]*|${NUMBER_WORDS})`;
const TIME_UNIT = '(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|decades?|centur(?:y|ies))';

const FORMS: Readonly<Record<Exclude<AnswerType, 'open'>, RegExp>> = {
  person: /\[PERSON:|(?<=[^.!?:|•\s-]["'’)]*\s["'“(]*)\p{Lu}[\p{L}'’-]+|^\p{Lu}[\p{L}'’-]+ \p{Lu}/gu,
  name: /\[(?:PERSON|ADDRESS):|(?<=[^.!?:|•\s-]["'’)]*\s["'“(]*)\p{Lu}[\p{L}'’-]+|^\p{Lu}[\p{L}'’-]+ \p{Lu}/gu,
  time: new RegExp(
    `\\b(?:1[0-9]|20)\\d\\d(?:s|\\b)|\\b${MONTH}\\b|\\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\\b\\d{1,2}(?:st|nd|rd|th)\\b|\\b\\d{1,2}[:.]\\d\\d\\b|\\b\\d+ (?:BC|AD|CE|BCE)\\b|\\bcentur(?:y|ies)\\b|\\b(?:after|before|within|until|every|from) (?:the )?(?:\\p{L}+ )?${TIME_UNIT}|\\b${NUMBER} (?:\\p{L}+ )?${TIME_UNIT}`,
    'giu',
  ),
  duration: new RegExp(`\\b(?:${NUMBER}|an?|one)[ -](?:\\p{L}+[ -]){0,2}${TIME_UNIT}\\b`, 'giu'),
  quantity: new RegExp(`\\b${NUMBER}\\b|\\b${NUMBER}`, 'giu'),
};

/** What the question asks for. */
export function answerTypeOf(question: string): AnswerType {
  return CUES.find(([, cue]) => cue.test(question))?.[0] ?? 'open';
}

/** Whether the text holds something of that form which the question does not say itself. Nothing is asked of `open`. */
export function holdsAnswerOf(type: AnswerType, text: string, question: string): boolean {
  if (type === 'open') return true;
  const asked = question.toLowerCase();
  const own = type === 'person' || type === 'name' ? text : text.replace(PLACEHOLDER, '');
  return [...own.matchAll(FORMS[type])].some(({ 0: found }) => !asked.includes(found.toLowerCase()));
}
