import type { Passage } from './answer.ts';
import { answerTypeOf, countedStretches, holdsAnswerOf } from './answer-type.ts';
import { type Analyze, contentTerms, coverageOf, particularTerms } from './evidence-terms.ts';
import { countWords } from './quote-location.ts';
import { FORM_EVIDENCE } from './retrieval-calibration.ts';
import { CELL_SEPARATOR, type Sentence, splitSentences } from './sentence-splitter.ts';
import type { RedactedText } from './text.ts';

/** A sentence or table row that may answer, before its meaning was compared. */
export interface SentenceCandidate {
  readonly passage: Passage;
  /** As it stands in the passage. */
  readonly quote: string;
  /** Names of the columns, where the table has them. */
  readonly header: readonly string[];
  /** What to embed: where the sentence stands, and what it says. */
  readonly meaning: RedactedText;
  /** Share of the question's terms in the sentence, rare ones counting more, and in it with what stands around it. */
  readonly coverage: number;
  readonly surroundings: number;
  /** Terms of it and of what stands around it. */
  readonly near: ReadonlySet<string>;
  /** Log odds from its form: whether it has a date when the question asks when. */
  readonly form: number;
}

/** Words that a quote has at least, unless it is a table row; a shorter sentence takes the next one with it. */
const MIN_QUOTE_WORDS = 5;

/** Longest heading, in words. */
const MAX_HEADING_WORDS = 8;

/** Log odds lost by a sentence whose passage lacks a number, such as a year, that the question mentions. */
const MISSING_NUMBER = -1;

/** What "how many" counts: the word behind it. */
const COUNTED = /\bhow many ([\p{L}'’-]+)/iu;

/** Every sentence and table row of the passages that could be quoted. */
export function sentenceCandidates(
  question: string,
  passages: readonly Passage[],
  analyze: Analyze,
): SentenceCandidate[] {
  const terms = contentTerms(question, analyze);
  const held = passages.map((passage) => ({
    passage,
    words: new Set(analyze(`${passage.title}\n${passage.context}\n${passage.text}`)),
  }));
  // As search weighs terms, within what was found: a term of few passages tells them apart.
  const rarity = (term: string) =>
    Math.log(1 + passages.length / (held.filter(({ words }) => words.has(term)).length + 0.5));
  const form = formOf(question, analyze);

  return held.flatMap(({ passage, words }) =>
    unitsOf(passage).map(({ quote, header, before }) => {
      const own = new Set(analyze(quote));
      const near = new Set(analyze([before, passage.title, passage.context, ...header, quote].join('\n')));
      return {
        passage,
        quote,
        header,
        meaning: meaningOf(passage, header, quote),
        coverage: coverageOf(terms, own, rarity),
        surroundings: coverageOf(terms, near),
        near,
        form: form(quote, header, words),
      };
    }),
  );
}

function formOf(question: string, analyze: Analyze) {
  const type = answerTypeOf(question);
  const numbers = particularTerms(question, analyze).filter((term) => /\d/.test(term) && !term.includes(':'));
  const [, counted = ''] = question.match(COUNTED) ?? [];
  const countedTerms = analyze(counted);
  const isCount = countedTerms.length > 0;
  const { present, absent } = FORM_EVIDENCE[isCount ? 'count' : type];
  return (quote: string, header: readonly string[], passage: ReadonlySet<string>) => {
    const holds = isCount ? counts(quote, header, countedTerms, analyze) : holdsAnswerOf(type, quote, question);
    const misses = numbers.some((term) => !passage.has(term));
    return (holds ? present : absent) + (misses ? MISSING_NUMBER : 0);
  };
}

/** Whether a figure stands right before what is counted, or in a table with a column of that name. */
function counts(quote: string, header: readonly string[], countedTerms: readonly string[], analyze: Analyze): boolean {
  return [...countedStretches(quote), ...header].some((stretch) =>
    countedTerms.every((term) => analyze(stretch).includes(term)),
  );
}

/** Redacted parts joined are redacted text. */
function meaningOf({ title, context }: Passage, header: readonly string[], quote: string): RedactedText {
  const place = context === '' ? title : context;
  const columns = header.length > 0 && !place.endsWith(header.join(CELL_SEPARATOR)) ? header.join(CELL_SEPARATOR) : '';
  return [place, columns, quote].filter((part) => part !== '').join('\n') as RedactedText;
}

interface QuotableUnit {
  readonly quote: string;
  readonly header: readonly string[];
  /** The sentence before. */
  readonly before: string;
}

function unitsOf({ text, context }: Passage): QuotableUnit[] {
  const sentences = splitSentences(text);
  const textOf = ({ start, end }: Sentence) => text.slice(start, end);
  return sentences.flatMap((sentence, at): QuotableUnit[] => {
    const previous = sentences[at - 1];
    const before = previous === undefined ? '' : textOf(previous);
    if (sentence.kind === 'table-row') {
      const header = headerOf(sentences, at, text, context);
      const quote = textOf(sentence);
      return header.join(CELL_SEPARATOR) === quote ? [] : [{ quote, header, before }];
    }
    const next = sentences[at + 1];
    if (!isQuotable(textOf(sentence), next !== undefined && text.slice(sentence.end, next.start).includes('\n')))
      return [];
    return lengthened(text, sentence, next).map((quote) => ({ quote, header: [], before }));
  });
}

/** Neither a question nor a heading. */
function isQuotable(sentence: string, endsLine: boolean): boolean {
  if (/[?？]["'’”)\]]*$/u.test(sentence)) return false;
  const isClosed = /[.!…。！;:]["'’”)\]]*$/u.test(sentence) || /^[-*•‣◦·–]/u.test(sentence);
  return isClosed || !(endsLine && countWords(sentence) <= MAX_HEADING_WORDS);
}

/** The sentence, with the next when it is too short to be quoted alone. */
function lengthened(text: string, { start, end }: Sentence, next: Sentence | undefined): string[] {
  const own = text.slice(start, end);
  if (countWords(own) >= MIN_QUOTE_WORDS) return [own];
  const longer = next?.kind === 'sentence' ? text.slice(start, next.end) : '';
  return countWords(longer) >= MIN_QUOTE_WORDS ? [longer] : [];
}

/** Cells of the row that heads the table: the context's last line, or the first row of the run of rows. */
function headerOf(sentences: readonly Sentence[], at: number, text: string, context: string): readonly string[] {
  const above = context.slice(context.lastIndexOf('\n') + 1);
  const firstAt = sentences.slice(0, at).findLastIndex(({ kind }) => kind !== 'table-row') + 1;
  const first = sentences[firstAt];
  const row = above.includes(CELL_SEPARATOR) || first === undefined ? above : text.slice(first.start, first.end);
  const cells = row.split(CELL_SEPARATOR).map((cell) => cell.trim());
  return cells.length > 1 && cells.every((cell) => /\p{L}/u.test(cell) || /^(?:1[0-9]|20)\d\d$/.test(cell))
    ? cells
    : [];
}
