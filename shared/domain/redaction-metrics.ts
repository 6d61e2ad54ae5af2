import type { EntityKind } from './entity.ts';
import type { Replacement } from './redaction.ts';

/** A stretch of a text that people labelled. `kind` is undefined for what redaction is not asked to find, such as dates. */
export interface LabelledSpan {
  readonly kind: EntityKind | undefined;
  readonly start: number;
  /** Offset just past its last character, in UTF-16 code units. */
  readonly end: number;
}

/** A labelled span, and whether it is gone. */
export interface JudgedSpan {
  readonly kind: EntityKind;
  /** Whether a replacement touches it. */
  readonly isFound: boolean;
  /** Whether none of its letters and digits is left. */
  readonly isWhole: boolean;
  /** Whether four digits in a row of it are left: enough to know a card or an account again. */
  readonly isLeaked: boolean;
}

export interface JudgedRedaction {
  readonly spans: readonly JudgedSpan[];
  /** Replacements, and whether each touches something labelled. Those that touch only what has no kind do not count. */
  readonly replacements: readonly { readonly kind: EntityKind; readonly isRight: boolean }[];
}

/** Digits in a row that a card's receipt shows at most: fewer say nothing. Source: PCI DSS 4.0, requirement 3.4.1. */
const TELLING_DIGITS = /\d{5,}|\d{4}(?:[ .-]?\d{1,4})+/;

/**
 * What became of the labelled spans of a text, and which replacements were right: each counts by what it touches, for
 * people and detectors cut addresses and names in different places.
 */
export function judgeRedaction(
  text: string,
  labelled: readonly LabelledSpan[],
  replacements: readonly Replacement[],
): JudgedRedaction {
  const spans = labelled.flatMap(({ kind, ...span }): JudgedSpan[] => {
    if (kind === undefined) return [];
    const left = remainder(text, span, replacements);
    return [
      {
        kind,
        isFound: replacements.some((replacement) => touches(replacement, span)),
        isWhole: !/[\p{L}\p{N}]/u.test(left),
        isLeaked: TELLING_DIGITS.test(left),
      },
    ];
  });
  const judged = replacements.flatMap((replacement) => {
    const touched = labelled.filter((span) => touches(replacement, span));
    const isRight = touched.some(({ kind }) => kind !== undefined);
    return isRight || touched.length === 0 ? [{ kind: replacement.kind, isRight }] : [];
  });
  return { spans, replacements: judged };
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function touches(a: Stretch, b: Stretch): boolean {
  return a.start < b.end && b.start < a.end;
}

/** What is left of a stretch, with a line break for each part that is gone. */
function remainder(text: string, { start, end }: Stretch, gone: readonly Stretch[]): string {
  const within = gone.filter((each) => touches(each, { start, end }));
  const starts = [start, ...within.map((each) => each.end)];
  const ends = [...within.map((each) => each.start), end];
  return starts.map((from, at) => text.slice(from, Math.max(from, Number(ends[at])))).join('\n');
}
