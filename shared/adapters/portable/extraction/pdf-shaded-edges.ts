import type { Rule } from './pdf-rules.ts';

/** How far an edge of a shaded cell may end from the lines around the cell, in points: text is shaded within them. */
const MAX_INSET = 3;
/** Nearest that an edge parts cells beside a line that runs with it, in points: nearer is a cell's padding. */
const MIN_STEP = 12;
/** Lines of a page up to which this is looked at: more are of a drawing. */
const MAX_LINES = 1_500;

/** Edges of shaded areas that part cells among lines: they reach from line to line, or as far as lines do. */
export function shadedEdges(edges: readonly Rule[], lines: readonly Rule[]): readonly Rule[] {
  if (lines.length > MAX_LINES) return [];
  return edges.filter(
    (edge) =>
      lines.some((line) => endsAt(edge.from, edge, line)) &&
      lines.some((line) => endsAt(edge.to, edge, line)) &&
      !lines.some((line) => runsBeside(edge, line)),
  );
}

function endsAt(end: number, edge: Rule, { isUpright, at, from, to }: Rule): boolean {
  if (isUpright === edge.isUpright) return Math.min(Math.abs(from - end), Math.abs(to - end)) <= MAX_INSET;
  return Math.abs(at - end) <= MAX_INSET && edge.at >= from - MAX_INSET && edge.at <= to + MAX_INSET;
}

function runsBeside(edge: Rule, { isUpright, at, from, to }: Rule): boolean {
  const distance = Math.abs(at - edge.at);
  return (
    isUpright === edge.isUpright && distance > MAX_INSET && distance < MIN_STEP && from < edge.to && to > edge.from
  );
}
