import { MAX_GRID_LINES } from './pdf-grid.ts';
import type { Rule } from './pdf-rules.ts';

/** How far an edge of a shaded cell may end from the lines around the cell, in points: text is shaded within them. */
const MAX_INSET = 3;
/** Nearest that an edge parts cells beside a line that runs with it, in points: nearer is a cell's padding. */
const MIN_STEP = 12;

/** Edges of shaded areas that part cells among lines: they reach from line to line, or as far as lines do. */
export function shadedEdges(edges: readonly Rule[], lines: readonly Rule[]): readonly Rule[] {
  if (edges.length === 0 || lines.length > MAX_GRID_LINES) return [];
  const upright = lines.filter(({ isUpright }) => isUpright);
  const level = lines.filter(({ isUpright }) => !isUpright);
  return edges.filter((edge) => {
    const [along, across] = edge.isUpright ? [upright, level] : [level, upright];
    const isEnd = (end: number) =>
      across.some((line) => meetsAt(end, edge, line)) || along.some((line) => endsAt(end, line));
    return isEnd(edge.from) && isEnd(edge.to) && !along.some((line) => runsBeside(edge, line));
  });
}

function meetsAt(end: number, edge: Rule, line: Rule): boolean {
  return Math.abs(line.at - end) <= MAX_INSET && edge.at >= line.from - MAX_INSET && edge.at <= line.to + MAX_INSET;
}

function endsAt(end: number, line: Rule): boolean {
  return Math.min(Math.abs(line.from - end), Math.abs(line.to - end)) <= MAX_INSET;
}

function runsBeside(edge: Rule, line: Rule): boolean {
  const distance = Math.abs(line.at - edge.at);
  return distance > MAX_INSET && distance < MIN_STEP && line.from < edge.to && line.to > edge.from;
}
