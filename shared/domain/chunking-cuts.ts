import { PLACEHOLDER } from './placeholder.ts';

/** A stretch of a page's text: offsets in UTF-16 code units, `end` just past its last character. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Where a page's text must not be cut, and where it may. */
export interface Cuts {
  /** The nearest offset at or after `at` that is neither inside a placeholder nor between the halves of a character. */
  safe(at: number): number;
  /** The stretch without white space at its ends; undefined when nothing is left. */
  trimmed(stretch: Stretch): Stretch | undefined;
  /** The parts of a stretch between its borders, trimmed, in order; together they hold all that is not white. */
  parts(stretch: Stretch, borders: (text: string) => readonly number[]): Stretch[];
  /** Two halves, cut at the first safe place past the middle; the stretch alone when there is none. */
  halves(stretch: Stretch): Stretch[];
}

export function cutsOf(text: string): Cuts {
  const placeholders = [...text.matchAll(PLACEHOLDER)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));

  const safe = (at: number) => {
    const end = placeholderAround(placeholders, at)?.end ?? at;
    return isBetweenHalves(text, end) ? end + 1 : end;
  };
  const trimmed = ({ start, end }: Stretch) => {
    const part = text.slice(start, end);
    const from = start + part.length - part.trimStart().length;
    const to = start + part.trimEnd().length;
    return from < to ? { start: from, end: to } : undefined;
  };

  return {
    safe,
    trimmed,
    parts: (stretch, borders) => {
      const offsets = borders(text.slice(stretch.start, stretch.end)).map((border) => safe(stretch.start + border));
      return [...offsets, stretch.end].flatMap((end, at) => {
        const part = trimmed({ start: offsets[at - 1] ?? stretch.start, end: Math.min(end, stretch.end) });
        return part ? [part] : [];
      });
    },
    halves: ({ start, end }) => {
      const middle = safe(start + Math.ceil((end - start) / 2));
      return middle < end
        ? [
            { start, end: middle },
            { start: middle, end },
          ]
        : [{ start, end }];
    },
  };
}

/** The placeholder that has `at` strictly inside it, found by bisection: there may be thousands. */
function placeholderAround(placeholders: readonly Stretch[], at: number): Stretch | undefined {
  let low = 0;
  let high = placeholders.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeholders.slice(middle, middle + 1).some(({ end }) => end <= at)) low = middle + 1;
    else high = middle;
  }
  return placeholders.slice(low, low + 1).find(({ start, end }) => start < at && at < end);
}

function isBetweenHalves(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(0, at - 1), at + 1));
}
