import type { Vector } from '#shared/domain/vector.ts';

export interface Neighbour {
  readonly id: string;
  /** Cosine similarity. */
  readonly similarity: number;
}

/** Unit vectors at full precision (32-bit floats), compared one by one: what an index of vectors is measured by. */
export interface ExactNeighbours {
  add(id: string, vector: Vector): void;
  /** The nearest of those that `isSeen` lets through by their number from 0, best first. */
  nearest(vector: Vector, count: number, isSeen: (number: number) => boolean): Neighbour[];
  /** Of one that was added. */
  similarity(id: string, vector: Vector): number;
}

/** `capacity` vectors at most, each of `dimensions` numbers of 4 bytes. */
export function exactNeighbours(capacity: number, dimensions: number): ExactNeighbours {
  const numbers = new Float32Array(capacity * dimensions);
  const ids: string[] = [];
  const places = new Map<string, number>();
  const similarityAt = (place: number, vector: Vector) => {
    const start = place * dimensions;
    let sum = 0;
    for (let at = 0; at < dimensions; at += 1) sum += (numbers[start + at] ?? 0) * (vector[at] ?? 0);
    return sum;
  };
  return {
    add: (id, vector) => {
      numbers.set(vector, ids.length * dimensions);
      places.set(id, ids.length);
      ids.push(id);
    },
    nearest: (vector, count, isSeen) => {
      const found: Neighbour[] = [];
      for (const [place, id] of ids.entries()) {
        if (isSeen(place)) keepNearest(found, { id, similarity: similarityAt(place, vector) }, count);
      }
      return found;
    },
    similarity: (id, vector) => similarityAt(places.get(id) ?? Number.NaN, vector),
  };
}

/** Puts it behind all that are at least as near, and keeps `count` of them. */
function keepNearest(found: Neighbour[], neighbour: Neighbour, count: number): void {
  let at = found.length;
  while (at > 0 && (found[at - 1]?.similarity ?? 0) < neighbour.similarity) at -= 1;
  if (at === count) return;
  found.splice(at, 0, neighbour);
  found.splice(count);
}
