/** Numbers whose dot product with another vector of the same model stands for closeness in meaning. */
export type Vector = readonly number[];

/** A copy of `vector` of length 1, so that a dot product with another is their cosine similarity. */
export function toUnitLength(vector: Vector): Vector {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** The cosine similarity of two unit vectors, -1 to 1. */
export function cosineSimilarity(a: Vector, b: Vector): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
