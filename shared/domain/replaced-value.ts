import { answerTypeOf } from './answer-type.ts';
import { datesIn, isMonth } from './claim-dates.ts';
import { isNameAtStart, wordsOf } from './claim-names.ts';
import { holdsNumbers } from './claim-numbers.ts';
import { PLACEHOLDER } from './placeholder.ts';
import type { Difference } from './word-difference.ts';

/** What stands for what in two texts that are alike besides: `same` for one value in two spellings, or two that may both be. */
export type ReplacedValue = 'number' | 'date' | 'name' | 'same' | 'words';

/** What figures count that are names of places in a document, and no amounts. In the languages that claims are read in. */
const LABEL =
  /^(?:art(?:icle|ikel|[íi]culo|icolo|igo)?|sec(?:tion|ción|ção)?|sezione|abschnitt|chapter|kapitel|chapitre|cap[íi]tulo|capitolo|hoofdstuk|clause|paragraph|step|schritt|étape|paso|passo|stap|page|seite|página|pagina|figure|fig|table|tabelle|tableau|tabla|annex|anhang|appendix|room|raum|level|phase|version|no|nr|number|nummer)$/i;

/**
 * What of two texts that differ in one place stands there. Names are told by their capitals, of which languages that write
 * all nouns so are left out. A name stands for another only where one name is asked for: lists have many that are true.
 */
export function replacedValue(difference: Difference, question: string, text: string): ReplacedValue {
  const { one, other, before } = difference;
  if ([...one, ...other].every(isFigure)) {
    if (LABEL.test(before.at(-1) ?? '')) return 'same';
    return figureKind(one.join(' '), other.join(' '));
  }
  if (!isName(one, difference, question) || !isName(other, difference, question)) return 'words';
  return mayBothBe(difference, question, text) ? 'same' : 'name';
}

/** A number in digits or words, or the name of a month; not what has digits in its name, such as a model. */
function isFigure(word: string): boolean {
  return isMonth(word) || (!holdsNumbers(word, '') && !/^\p{L}.*\p{N}/u.test(word));
}

const YEAR = /(?<!\d)(?:19|20)\d\d(?!\d)/;

function figureKind(one: string, other: string): ReplacedValue {
  if (holdsNumbers(one, other) && holdsNumbers(other, one)) return 'same';
  return YEAR.test(one) || datesIn(` ${one} `).dates.length > 0 ? 'date' : 'number';
}

/** Small words within names. */
const PARTICLE = /^(?:of|the|de|del|della|di|du|da|dos|la|le|von|van|der|den|and|&)$/;

/** Words of a name, at most. */
const MAX_NAME_WORDS = 6;

function isName(words: readonly string[], { before }: Difference, question: string): boolean {
  const isCapital = (word: string) => /^\p{Lu}/u.test(word) || word.match(PLACEHOLDER) !== null;
  const [first, second = ''] = words;
  if (first === undefined || words.length > MAX_NAME_WORDS || !words.some(isCapital)) return false;
  if (!words.every((word) => isCapital(word) || PARTICLE.test(word))) return false;
  const asksForOne = ['person', 'name'].includes(answerTypeOf(question)) || /\bname\b/i.test(question);
  return before.length > 0 || (isNameAtStart(first, second) && (asksForOne || words.length > 1));
}

/** Function words of German, in which every noun has a capital. */
const CAPITAL_NOUNS =
  /(?<!\p{L})(?:[Dd](?:er|as|em|es)|[Ee]ine?[mnr]?|und|ist|nicht|wird|werden|sind|für|mit)(?!\p{L})/u;

/** What says right before a name that there are others. */
const LISTING = /\b(?:includ(?:e|es|ed|ing)|such as|among|like|one of|some of|also|another|other|example)\b/i;

/** Questions that many things answer. */
const MANY_ASKED =
  /\b(?:who|what|which)(?:(?: \p{L}+){0,2} \p{L}+s)? (?:are|were)\b|\b(?:one|some|examples?|any) of\b|^(?:name|list)\b/iu;

/** Words before a name by which a list shows. */
const LISTING_REACH = 4;

function mayBothBe({ one, other, before }: Difference, question: string, text: string): boolean {
  const isHidden = one.every((word) => word.match(PLACEHOLDER) !== null);
  return (
    !['person', 'name', 'open'].includes(answerTypeOf(question)) ||
    (!isHidden && CAPITAL_NOUNS.test(text)) ||
    LISTING.test(before.slice(-LISTING_REACH).join(' ')) ||
    MANY_ASKED.test(question) ||
    isAcronym(one, other) ||
    isAcronym(other, one)
  );
}

/** Whether the letters of the one are how the words of the other begin. */
function isAcronym([short = '', ...more]: readonly string[], long: readonly string[]): boolean {
  const letters = long.filter((word) => !PARTICLE.test(word)).map((word) => word.charAt(0));
  return more.length === 0 && letters.length > 1 && wordsOf(short).join('') === letters.join('').toLowerCase();
}
