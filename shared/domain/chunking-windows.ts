import type { Group, Pack } from './chunking-packing.ts';
import type { ChunkingPolicy } from './chunking-policy.ts';
import type { Unit } from './chunking-units.ts';

/** Fills windows with units, each as full as the limit allows; a window begins with the last units of the one before. */
export function unitWindows(units: readonly Unit[], { maxTokens, overlapTokens }: ChunkingPolicy): Pack[] {
  const windows: Pack[] = [];
  let end = 0;
  for (let start = 0; end < units.length; start = overlapStart(units, start, end, maxTokens, overlapTokens)) {
    end = filled(units, start, maxTokens);
    windows.push(...packOf(units.slice(start, end)));
  }
  return windows;
}

/** Where the window ends that begins here: at least one unit further. */
function filled(units: readonly Unit[], start: number, maxTokens: number): number {
  const room = maxTokens - (units[start]?.context.tokens ?? 0);
  let tokens = 0;
  let end = start;
  for (const unit of units.slice(start, start + maxTokens)) {
    tokens += unit.tokens;
    if (tokens > room && end > start) break;
    end += 1;
  }
  return end;
}

/** Where the window after this one begins: as far back as the overlap allows with room for something new. */
function overlapStart(
  units: readonly Unit[],
  start: number,
  end: number,
  maxTokens: number,
  overlapTokens: number,
): number {
  let shared = 0;
  let at = end;
  for (const unit of units.slice(start + 1, end).reverse()) {
    shared += unit.tokens;
    if (shared > overlapTokens) break;
    at -= 1;
  }
  while (filled(units, at, maxTokens) <= end && at < end) at += 1;
  return at;
}

/** For each group the text around it, wider by turns before and behind, up to the limit. */
export function contextWindows(
  groups: readonly Group[],
  readTokens: number,
): { readonly read: Pack; readonly found?: Pack }[] {
  return groups.flatMap(({ units: found, tokens: own }, middle) => {
    let tokens = own;
    let [first, last] = [middle, middle];
    const take = (at: number) => {
      const group = groups[at];
      if (group === undefined || tokens + group.tokens > readTokens) return false;
      tokens += group.tokens;
      return true;
    };
    for (let isWider = true; isWider; ) {
      const before = take(first - 1);
      if (before) first -= 1;
      const behind = take(last + 1);
      if (behind) last += 1;
      isWider = before || behind;
    }
    const window = packOf(groups.slice(first, last + 1).flatMap(({ units }) => units));
    return window.map((read) => (first === last ? { read } : { read, found }));
  });
}

function packOf(units: readonly Unit[]): Pack[] {
  return units.slice(0, 1).map((first): Pack => [first, ...units.slice(1)]);
}
