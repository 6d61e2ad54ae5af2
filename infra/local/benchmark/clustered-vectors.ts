import { seededRandom } from '#shared/domain/statistics.ts';
import { toUnitLength, type Vector } from '#shared/domain/vector.ts';

/**
 * What is alike about any two vectors of a corpus, of one subject and of one document, as cosine similarity. Assumed, in the
 * order that texts have; nothing is tuned by it.
 */
const ALIKE = { corpus: 0.45, subject: 0.65, document: 0.8 };

/** Directions in which vectors differ, each less than the one before: texts fill few of a model's dimensions. */
const DIRECTIONS = 64;

/** Documents to a subject. */
const DOCUMENTS_PER_SUBJECT = 25;

export interface ClusteredVectors {
  /** A passage of the document, which belongs to the same subject for the same number. */
  passage(document: number): Vector;
}

/** Unit vectors in clusters, as embeddings of a corpus with subjects and documents are; the same for the same seed. */
export function clusteredVectors(seed: number, dimensions: number): ClusteredVectors {
  const random = seededRandom(seed);
  const basis = Array.from({ length: DIRECTIONS }, () => toUnitLength(normals(random, dimensions)));
  const corpus = inDirections(basis, random);
  const subjects = rememberedDraws(() => inDirections(basis, random));
  const documents = rememberedDraws(() => inDirections(basis, random));
  return {
    passage: (document) =>
      toUnitLength(
        summed([
          { vector: corpus, share: ALIKE.corpus },
          { vector: subjects(Math.floor(document / DOCUMENTS_PER_SUBJECT)), share: ALIKE.subject - ALIKE.corpus },
          { vector: documents(document), share: ALIKE.document - ALIKE.subject },
          { vector: inDirections(basis, random), share: 1 - ALIKE.document },
        ]),
      ),
  };
}

function rememberedDraws(draw: () => Vector): (key: number) => Vector {
  const drawn = new Map<number, Vector>();
  return (key) => {
    const vector = drawn.get(key) ?? draw();
    drawn.set(key, vector);
    return vector;
  };
}

function inDirections(basis: readonly Vector[], random: () => number): Vector {
  const weights = normals(random, basis.length).map((weight, at) => weight / Math.sqrt(at + 1));
  const vector = new Array<number>(basis[0]?.length ?? 0).fill(0);
  for (const [at, direction] of basis.entries()) addTo(vector, direction, weights[at] ?? 0);
  return toUnitLength(vector);
}

/** Parts that stand at right angles, as any two draws nearly do, add their shares of similarity. */
function summed(parts: readonly { readonly vector: Vector; readonly share: number }[]): Vector {
  const sum = new Array<number>(parts[0]?.vector.length ?? 0).fill(0);
  for (const { vector, share } of parts) addTo(sum, vector, Math.sqrt(share));
  return sum;
}

/** In place: a corpus of 100,000 takes some billions of these steps. */
function addTo(sum: number[], vector: Vector, weight: number): void {
  for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + weight * (vector[at] ?? 0);
}

/** Of the standard normal distribution. Source: Box and Muller, Annals of Mathematical Statistics 29, 1958. */
function normals(random: () => number, count: number): number[] {
  return Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}
