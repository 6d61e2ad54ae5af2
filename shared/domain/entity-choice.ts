import type { Entity } from './entity.ts';

/**
 * Entities without overlap, in order, that cover every letter and digit which any of the given ones covers.
 *
 * Where they overlap, what a checksum confirms goes first and an address last, then the longer, then the more confident. Of the others what
 * is left over stays an entity, so that nothing that was found shows. Those of one kind that overlap become one.
 */
export function chooseEntities(text: string, entities: readonly Entity[]): Entity[] {
  const isTaken = new Uint8Array(text.length);
  const chosen: Entity[] = [];
  for (const entity of mergeOverlaps(entities).sort(byRank)) {
    for (const piece of freeStretches(entity, isTaken)) {
      const trimmed = trim(text, piece);
      if (trimmed.start < trimmed.end) chosen.push(trimmed);
    }
    isTaken.fill(1, entity.start, entity.end);
  }
  return chosen.sort((a, b) => a.start - b.start);
}

function byRank(a: Entity, b: Entity): number {
  return (
    rankOf(b) - rankOf(a) || b.end - b.start - (a.end - a.start) || b.confidence - a.confidence || a.start - b.start
  );
}

/** A name that runs into the address below it is still the name by which the person is found elsewhere. */
function rankOf({ kind, confidence }: Entity): number {
  if (confidence === 1) return 2;
  return kind === 'ADDRESS' ? 0 : 1;
}

/** Overlapping entities of one kind, made one, as confident as its most confident part. */
function mergeOverlaps(entities: readonly Entity[]): Entity[] {
  const merged: Entity[] = [];
  const lastOfKind = new Map<string, number>();
  for (const entity of entities.toSorted((a, b) => a.start - b.start)) {
    const at = lastOfKind.get(entity.kind) ?? -1;
    const last = merged[at];
    if (last !== undefined && entity.start < last.end) {
      const end = Math.max(last.end, entity.end);
      merged[at] = { ...last, end, confidence: Math.max(last.confidence, entity.confidence) };
    } else {
      lastOfKind.set(entity.kind, merged.push(entity) - 1);
    }
  }
  return merged;
}

function freeStretches(entity: Entity, isTaken: Uint8Array): Entity[] {
  const stretches: Entity[] = [];
  let start = entity.start;
  for (let at = entity.start; at <= entity.end; at += 1) {
    const isFree = at < entity.end && isTaken[at] === 0;
    if (isFree) continue;
    if (start < at) stretches.push({ ...entity, start, end: at });
    start = at + 1;
  }
  return stretches;
}

/** Without the signs at its ends that say nothing. */
function trim(text: string, entity: Entity): Entity {
  const value = text.slice(entity.start, entity.end);
  const lead = value.length - value.replace(/^[^\p{L}\p{N}[+\(]]+/v, '').length;
  const tail = value.length - value.replace(/[^\p{L}\p{M}\p{N}]+$/v, '').length;
  return { ...entity, start: entity.start + lead, end: Math.max(entity.start + lead, entity.end - tail) };
}
