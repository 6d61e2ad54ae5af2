import type { Entity } from '../../domain/entity.ts';

/** A part of a long text, with some of what stands around it. */
export interface Segment {
  readonly text: string;
  /** Where `text` begins in the whole. */
  readonly offset: number;
  /** The part of the whole that this segment answers for, end excluded: every character is in exactly one. */
  readonly from: number;
  readonly to: number;
}

/**
 * Characters that a segment answers for, at most: half a second's work of the name model, so that a long document is
 * overtaken by short ones and a hanging thread is told from a busy one.
 */
const SEGMENT_LENGTH = 6_000;

/** Characters seen on either side: more than a name or an address has, and than the model's windows share. */
const CONTEXT_LENGTH = 300;

/** Parts of a text in their order, cut at line ends or blanks where there are any. */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  for (let from = 0; from === 0 || from < text.length; ) {
    const to = cutAfter(text, from);
    const offset = Math.max(0, from - CONTEXT_LENGTH);
    segments.push({ text: text.slice(offset, to + CONTEXT_LENGTH), offset, from, to });
    from = Math.max(to, 1);
  }
  return segments;
}

/**
 * The whole text's entities from those of its segments. Neighbours may see the same stretch differently: whatever either
 * of them found in what it answers for stays covered.
 */
export function mergeEntities(segments: readonly Segment[], found: readonly (readonly Entity[])[]): Entity[] {
  const all = segments.flatMap(({ offset, from, to }, at) =>
    (found[at] ?? [])
      .map((entity) => ({ ...entity, start: entity.start + offset, end: entity.end + offset }))
      .filter(({ start, end }) => start < to && end > from),
  );
  const merged: Entity[] = [];
  for (const entity of all.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const start = Math.max(entity.start, merged.at(-1)?.end ?? 0);
    if (start < entity.end) merged.push({ ...entity, start });
  }
  return merged;
}

function cutAfter(text: string, from: number): number {
  const end = from + SEGMENT_LENGTH;
  if (end >= text.length) return text.length;
  const least = from + SEGMENT_LENGTH / 2;
  const cut = ['\n', ' '].map((border) => text.lastIndexOf(border, end - 1) + 1).find((at) => at > least);
  return cut ?? end;
}
