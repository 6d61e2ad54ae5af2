import type { Unit } from './chunking-units.ts';

/** Units that go into one chunk, in order. */
export type Pack = readonly [Unit, ...Unit[]];

export interface PackingLimits {
  readonly maxTokens: number;
  readonly minTokens: number;
}

/** Puts a page's units together into chunks of about equal length, as few as the limit allows. */
export function packUnits(units: readonly Unit[], limits: PackingLimits): Pack[] {
  return sectionsOf(groupsOf(units), limits.minTokens).flatMap((section) => packSection(section, limits.maxTokens));
}

/** Units that stay together: leads, and the unit that they lead to. */
export interface Group {
  readonly units: Pack;
  readonly tokens: number;
}

export function groupsOf(units: readonly Unit[]): Group[] {
  const groups: Group[] = [];
  let open: Unit[] = [];
  const close = () => {
    const [first, ...others] = open;
    if (first) groups.push({ units: [first, ...others], tokens: open.reduce((sum, { tokens }) => sum + tokens, 0) });
    open = [];
  };
  for (const unit of units) {
    if (unit.border === 'always') close();
    open.push(unit);
    if (!unit.isLead) close();
  }
  close();
  return groups;
}

/** Groups that may share chunks. */
function sectionsOf(groups: readonly Group[], minTokens: number): Group[][] {
  const sections: Group[][] = [];
  let tokens = 0;
  for (const group of groups) {
    const [{ border }] = group.units;
    const section = sections.at(-1);
    if (section === undefined || border === 'always' || (border === 'section' && tokens >= minTokens)) {
      sections.push([group]);
      tokens = group.tokens;
    } else {
      section.push(group);
      tokens += group.tokens;
    }
  }
  return sections;
}

/** Aims each chunk at an equal share of what is left, so that no chunk of a few words remains at the end. */
function packSection(section: readonly Group[], maxTokens: number): Pack[] {
  const packs: Pack[] = [];
  let left = section.reduce((sum, { tokens }) => sum + tokens, 0);
  let at = 0;
  for (let first = section[at]; first; first = section[at]) {
    const room = Math.max(1, maxTokens - first.units[0].context.tokens);
    const share = left / Math.ceil(left / room);
    let tokens = first.tokens;
    let end = at + 1;
    for (let next = section[end]; next && fits(tokens, next.tokens, share, room); next = section[end]) {
      tokens += next.tokens;
      end += 1;
    }
    packs.push([...first.units, ...section.slice(at + 1, end).flatMap(({ units }) => units)]);
    left -= tokens;
    at = end;
  }
  return packs;
}

/** Whether the chunk comes closer to its share with the next group than without. */
function fits(tokens: number, next: number, share: number, room: number): boolean {
  return tokens + next <= room && tokens + next / 2 <= share;
}
