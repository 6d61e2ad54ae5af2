/** Tells embedding models apart, also two builds of one name. Vectors of different fingerprints do not compare. */
export interface EmbedderFingerprint {
  readonly modelId: string;
  readonly dimensions: number;
  /** Hash of the vector of a fixed probe sentence, rounded so that machines agree. */
  readonly probe: string;
}

/** The sentence whose vector is hashed. Any fixed sentence does; changing it makes every index a mismatch. */
export const PROBE_SENTENCE = 'The quick brown fox jumps over the lazy dog.';

export function isSameFingerprint(a: EmbedderFingerprint, b: EmbedderFingerprint): boolean {
  return a.modelId === b.modelId && a.dimensions === b.dimensions && a.probe === b.probe;
}
