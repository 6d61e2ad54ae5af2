import { inReadingOrder, runsRightToLeft, turnsAt } from './pdf-direction.ts';
import type { Span } from './pdf-span.ts';

/** Text with no wide gap in it: a line of a column, or a cell. */
export interface Segment {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly size: number;
  /** Font of most of its text. */
  readonly font: string;
  readonly spans: readonly Span[];
}

/** What stands on one line, from left to right. */
export interface Row {
  readonly segments: readonly Segment[];
  /** Whether it is read from right to left. */
  readonly isRightToLeft: boolean;
  readonly baseline: number;
  readonly size: number;
}

/** How far baselines of one line may lie apart, in sizes of the larger font. */
const BASELINE_TOLERANCE = 0.4;
/** The same where one is much smaller: superscripts are raised by up to half a size. */
const SCRIPT_TOLERANCE = 0.55;
/** A script is set in at most this share of its line's size. */
const MAX_SCRIPT_SIZE = 0.8;

/** Gap that parts columns, in font sizes. LaTeX's narrowest column gap is 1 em; justified words part by less. */
const SEGMENT_GAP = 0.8;

/** Gap that parts words, in font sizes. The narrowest word space of common fonts is about a fifth. */
const WORD_GAP = 0.13;

/** Lines of text from top to bottom. */
export function rowsOf(spans: readonly Span[]): readonly Row[] {
  const rows: Span[][] = [];
  let reference: Span | undefined;
  for (const span of [...spans].sort((a, b) => a.baseline - b.baseline || a.left - b.left)) {
    const isSame = reference !== undefined && sharesLine(span, reference);
    if (isSame) rows.at(-1)?.push(span);
    else rows.push([span]);
    if (!isSame || span.size > (reference?.size ?? 0)) reference = span;
  }
  return rows.map(rowOf);
}

function sharesLine(a: Span, b: Span): boolean {
  const [smaller, larger] = a.size < b.size ? [a.size, b.size] : [b.size, a.size];
  const tolerance = smaller <= larger * MAX_SCRIPT_SIZE ? SCRIPT_TOLERANCE : BASELINE_TOLERANCE;
  return Math.abs(a.baseline - b.baseline) <= tolerance * larger;
}

function rowOf(spans: readonly Span[]): Row {
  const isRightToLeft = runsRightToLeft(spans);
  const tallest = spans.reduce((most, span) => (span.size > most.size ? span : most));
  const runs: Span[][] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const span of withoutDoubles(spans)) {
    const goesOn = span.left - right <= SEGMENT_GAP * Math.max(span.size, tallest.size / 2);
    if (goesOn) runs.at(-1)?.push(span);
    else runs.push([span]);
    right = goesOn ? Math.max(right, span.right) : span.right;
  }
  const segments = runs.map((run) => segmentOf(run, isRightToLeft));
  return { segments: joinSigns(segments), isRightToLeft, baseline: tallest.baseline, size: tallest.size };
}

/** What stands on the line, in the order in which it is read. */
export function rowText({ segments, isRightToLeft }: Pick<Row, 'segments' | 'isRightToLeft'>): string {
  const texts = segments.map(({ text }) => text);
  return (isRightToLeft ? texts.reverse() : texts).join(' ');
}

/** From left to right, without what is printed twice on one spot, as some writers do for bold. */
function withoutDoubles(spans: readonly Span[]): readonly Span[] {
  const sorted = [...spans].sort((a, b) => a.left - b.left);
  return sorted.filter((span, index) => {
    const before = sorted[index - 1];
    return !before || before.text !== span.text || span.left - before.left > span.size * 0.2;
  });
}

function segmentOf(run: readonly Span[], isRightToLeft: boolean): Segment {
  const ordered = inReadingOrder(run, isRightToLeft);
  const longest = run.reduce((most, span) => (span.text.length > most.text.length ? span : most));
  const text = ordered.map((span, index) => gapBefore(span, ordered[index - 1]) + span.text).join('');
  const right = Math.max(...run.map((span) => span.right));
  return { text, left: run[0]?.left ?? 0, right, size: longest.size, font: longest.font, spans: run };
}

function gapBefore(span: Span, before: Span | undefined): '' | ' ' {
  if (!before) return '';
  const gap = Math.max(span.left - before.right, before.left - span.right);
  const isGap = gap > WORD_GAP * Math.min(span.size, before.size);
  return span.isParted || isGap || turnsAt(before, span) || isNoteMark(span, before) ? ' ' : '';
}

/** Words that a power does not follow: of three letters, or of a script in which no variables and units are written. */
const WORD = /\p{L}{3}$|(?!\p{Script=Latin}|\p{Script=Greek})\p{L}$/u;

/** Whether a raised number behind a word is the mark of a note, and no power. */
function isNoteMark(span: Span, before: Span): boolean {
  const isRaised = span.size <= before.size * MAX_SCRIPT_SIZE && span.baseline < before.baseline;
  return isRaised && /^[([]?\d{1,3}[)\]]?$/.test(span.text) && WORD.test(before.text);
}

const MARKER =
  /^(?:[•‣◦·▪■●○□☐☑☒\ue000-\uf8ff\p{Cc}–—*-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|(?:item|section|article|note)\s\d{1,3}[a-z]?[.:])$/iu;

/** Puts signs that stand apart to what they belong to: currency before, percent and brackets after, bullets and numbers. */
function joinSigns(segments: readonly Segment[]): readonly Segment[] {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    const glue = last && signGlue(last.text, segment.text, joined.length === 1 || isNearBullet(last, segment));
    if (last && glue !== undefined) joined[joined.length - 1] = merged(last, glue, segment);
    else joined.push(segment);
  }
  return joined;
}

/** Signs that begin items; those of fonts of pictures are private to them, or controls. */
const BULLET = /^[•‣◦▪■●○□☐☑☒\ue000-\uf8ff\p{Cc}]$/u;
/** How far an item may stand from its sign, in font sizes: half an inch at the usual size. */
const MAX_BULLET_GAP = 3.6;

function isNearBullet(sign: Segment, item: Segment): boolean {
  return BULLET.test(sign.text) && !BULLET.test(item.text) && item.left - sign.right <= MAX_BULLET_GAP * item.size;
}

function merged(last: Segment, glue: string, segment: Segment): Segment {
  const text = last.text + glue + segment.text;
  return { ...segment, text, left: last.left, spans: [...last.spans, ...segment.spans] };
}

function signGlue(before: string, after: string, mayBeItem: boolean): '' | ' ' | undefined {
  if (/^[(-]?\p{Sc}\s?\(?$/u.test(before) || /^(?:[)%]|\)%|\s*%\))$/.test(after)) return '';
  return mayBeItem && MARKER.test(before) ? ' ' : undefined;
}
