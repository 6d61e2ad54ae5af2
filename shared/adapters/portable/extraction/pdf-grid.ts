import { distinctPlaces } from './distinct-places.ts';
import type { Rule } from './pdf-rules.ts';

/** Where lines that meet divide a page: columns between neighbours of `xs`, rows between neighbours of `ys`. */
export interface Grid {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** Whether a line parts what stands at `column` of `row` from what stands to its left. */
  hasWall(row: number, column: number): boolean;
  /** Whether a line parts what stands at `column` of `row` from what stands above it. */
  hasFloor(row: number, column: number): boolean;
}

/** How far apart lines of one edge lie, in points: both sides of a thick line, or a cell's edge and its neighbour's. */
const SNAP = 2;
/** How far a line may stop short of one that it meets, or of its own next piece, in points. */
const REACH = 3;
/** Narrowest column and lowest row, in points: what lies closer is a double line. */
const MIN_CELL = 4;
/** How far lines run on beyond the last upright line where a column stands, in points: about a sign. */
const MIN_SIDE = 8;
/** Share of a cell's edge that a line covers. */
const MIN_COVER = 0.6;
/** Lines, joined, above which a page is a drawing: what is looked at pair by pair takes long, and finds no table. */
export const MAX_GRID_LINES = 1_500;

/** Grids of lines that meet, the widest first, with columns beyond the last upright line where lines run on. */
export function gridsOf(rules: readonly Rule[]): readonly Grid[] {
  const lines = [...joined(rules, false), ...joined(rules, true)];
  if (lines.length > MAX_GRID_LINES) return [];
  return meeting(lines)
    .flatMap((group) => {
      const grid = gridOf(group);
      return grid ? [grid] : [];
    })
    .sort((a, b) => areaOf(b) - areaOf(a));
}

/** Pieces on one line as one, lines of one edge on one coordinate. */
function joined(rules: readonly Rule[], isUpright: boolean): readonly Rule[] {
  const lines = rules.filter((rule) => rule.isUpright === isUpright).sort((a, b) => a.at - b.at);
  const levels: Rule[][] = [];
  for (const line of lines) {
    const level = levels.at(-1);
    if (level && line.at - (level[0]?.at ?? 0) <= SNAP) level.push(line);
    else levels.push([line]);
  }
  return levels.flatMap(piecesOf);
}

function piecesOf(level: readonly Rule[]): readonly Rule[] {
  const at = level.reduce((sum, line) => sum + line.at, 0) / level.length;
  const pieces: Rule[] = [];
  for (const line of [...level].sort((a, b) => a.from - b.from)) {
    const last = pieces.at(-1);
    if (last && line.from <= last.to + REACH) pieces[pieces.length - 1] = { ...last, to: Math.max(last.to, line.to) };
    else pieces.push({ ...line, at });
  }
  return pieces;
}

function meeting(lines: readonly Rule[]): readonly (readonly Rule[])[] {
  const left = new Set(lines);
  const groups: Rule[][] = [];
  for (const line of left) {
    left.delete(line);
    const group = [line];
    // Grows while it is walked: what meets a line of the group is one of it.
    for (const member of group) {
      for (const other of left) {
        if (!meet(member, other)) continue;
        left.delete(other);
        group.push(other);
      }
    }
    groups.push(group);
  }
  return groups;
}

function meet(a: Rule, b: Rule): boolean {
  return a.isUpright !== b.isUpright && reaches(a, b.at) && reaches(b, a.at);
}

function reaches(line: Rule, place: number): boolean {
  return line.from - REACH <= place && place <= line.to + REACH;
}

function gridOf(group: readonly Rule[]): Grid | undefined {
  const upright = group.filter((line) => line.isUpright);
  const level = group.filter((line) => !line.isUpright);
  if (upright.length === 0 || level.length < 2) return undefined;
  const [xs, ys] = [edgesOf(upright, level), edgesOf(level, upright)];
  if (xs.length < 2 || ys.length < 2) return undefined;
  return {
    ...{ xs, ys },
    hasWall: (row, column) => isCovered(upright, xs[column], ys[row], ys[row + 1]),
    hasFloor: (row, column) => isCovered(level, ys[row], xs[column], xs[column + 1]),
  };
}

/** Places of lines, and the ends of those that cross them where they run on: tables are often open at their sides. */
function edgesOf(lines: readonly Rule[], crossing: readonly Rule[]): readonly number[] {
  const ends = [Math.min(...crossing.map(({ from }) => from)), Math.max(...crossing.map(({ to }) => to))];
  const own = lines.map(({ at }) => at);
  const open = ends.filter((end) => own.every((place) => Math.abs(place - end) >= MIN_SIDE));
  return distinctPlaces([...own, ...open], MIN_CELL);
}

function isCovered(lines: readonly Rule[], place = 0, from = 0, to = 0): boolean {
  const covered = lines
    .filter(({ at }) => Math.abs(at - place) <= MIN_CELL)
    .reduce((most, line) => Math.max(most, Math.min(line.to, to) - Math.max(line.from, from)), 0);
  return covered >= (to - from) * MIN_COVER;
}

function areaOf({ xs, ys }: Grid): number {
  return ((xs.at(-1) ?? 0) - (xs[0] ?? 0)) * ((ys.at(-1) ?? 0) - (ys[0] ?? 0));
}
