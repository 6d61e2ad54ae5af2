import { distinctPlaces } from './distinct-places.ts';
import type { Grid } from './pdf-grid.ts';
import { rowsOf } from './pdf-row.ts';
import { isWithin } from './pdf-ruled-table.ts';
import type { Rule } from './pdf-rules.ts';
import { middleOf, type Span } from './pdf-span.ts';

/** How far the ends of lines that part one table's rows may differ, in points. */
const SAME_END = 3;
/** Rows that lines part at least: a head, rows and a sum between three or four lines are parted by their text. */
const MIN_BANDS = 4;
/** Lowest row, in points: what lies closer is a double line. */
const MIN_BAND = 6;

/**
 * Grids of tables that have lines between their rows and none between their columns: these are where texts leave a gap
 * from the first line to the last.
 */
export function bandGrids(rules: readonly Rule[], spans: readonly Span[]): readonly Grid[] {
  return alikeLines(rules).flatMap((lines) => {
    const ys = distinctPlaces(
      lines.map(({ at }) => at),
      MIN_BAND,
    );
    if (ys.length <= MIN_BANDS) return [];
    const [left = 0, right = 0] = [lines[0]?.from, lines[0]?.to];
    const within = spans.filter((span) => isWithin({ xs: [left, right], ys }, middleOf(span)));
    const xs = [left, ...gapsOf(within), right];
    return xs.length > 2 ? [{ xs, ys, hasWall: () => true, hasFloor: () => true }] : [];
  });
}

/** Level lines that begin and end alike. */
function alikeLines(rules: readonly Rule[]): readonly (readonly Rule[])[] {
  const groups: Rule[][] = [];
  for (const rule of rules.filter(({ isUpright }) => !isUpright)) {
    const group = groups.find(([first]) => first !== undefined && isAlike(first, rule));
    if (group) group.push(rule);
    else groups.push([rule]);
  }
  return groups.filter(({ length }) => length > MIN_BANDS);
}

function isAlike(a: Rule, b: Rule): boolean {
  return Math.abs(a.from - b.from) <= SAME_END && Math.abs(a.to - b.to) <= SAME_END;
}

/** Middles of the strips between texts that none crosses. */
function gapsOf(spans: readonly Span[]): readonly number[] {
  const segments = rowsOf(spans).flatMap((row) => row.segments);
  const gaps: number[] = [];
  let right = Number.POSITIVE_INFINITY;
  for (const segment of segments.sort((a, b) => a.left - b.left)) {
    if (segment.left > right) gaps.push((segment.left + right) / 2);
    right = Math.max(segment.right, right === Number.POSITIVE_INFINITY ? segment.right : right);
  }
  return gaps;
}
