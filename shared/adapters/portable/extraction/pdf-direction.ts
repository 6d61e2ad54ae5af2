import type { Span } from './pdf-span.ts';

/** Whether a line is read from right to left: more of its letters are. */
export function runsRightToLeft(spans: readonly Span[]): boolean {
  const lettersOf = (isRightToLeft: boolean) =>
    spans
      .filter((span) => span.isRightToLeft === isRightToLeft && hasLetter(span))
      .reduce((sum, { text }) => sum + text.length, 0);
  return spans.some((span) => span.isRightToLeft) && lettersOf(true) >= lettersOf(false);
}

/**
 * Spans from left to right in the order in which they are read: in that of the line, but for those in a row that run the
 * other way. Signs between two of these go with them.
 */
export function inReadingOrder(spans: readonly Span[], isRightToLeft: boolean): readonly Span[] {
  const base = isRightToLeft ? spans.toReversed() : spans;
  const ordered: Span[] = [];
  let turned: Span[] = [];
  let between: Span[] = [];
  const close = () => {
    ordered.push(...turned.reverse(), ...between);
    [turned, between] = [[], []];
  };
  for (const span of base) {
    if (isTurned(span, isRightToLeft)) {
      turned.push(...between, span);
      between = [];
    } else if (turned.length > 0 && !hasWord(span)) {
      between.push(span);
    } else {
      close();
      ordered.push(span);
    }
  }
  close();
  return ordered;
}

/** Whether letters change their direction between neighbours: no word goes on across that. */
export function turnsAt(before: Span, after: Span): boolean {
  return before.isRightToLeft !== after.isRightToLeft && hasLetter(before) && hasLetter(after);
}

function isTurned(span: Span, isRightToLeft: boolean): boolean {
  return span.isRightToLeft !== isRightToLeft && hasWord(span);
}

function hasWord({ text }: Span): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

function hasLetter({ text }: Span): boolean {
  return /\p{L}/u.test(text);
}
