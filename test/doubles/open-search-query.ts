import { cosineSimilarity } from '#shared/domain/vector.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface StoredDocument {
  readonly id: string;
  readonly routing: string;
  readonly source: Fields;
}

/** The clauses of OpenSearch's query language that the index uses. Any other is an error, so that none goes unseen. */
interface Clause {
  readonly term?: Fields;
  readonly terms?: Readonly<Record<string, readonly unknown[]>>;
  readonly range?: Readonly<Record<string, Readonly<Partial<Record<'gte' | 'lt' | 'lte', string | number>>>>>;
  readonly bool?: Readonly<Record<'filter' | 'should' | 'must_not', readonly Clause[] | undefined>>;
  readonly knn?: { readonly vector: { readonly vector: readonly number[]; readonly filter: Clause } };
}

export function matches(source: Fields, query: unknown): boolean {
  const { term, terms, range, bool, knn } = query as Clause; // Checked below: an unknown clause throws.
  if (term) return Object.entries(term).every(([field, value]) => valuesOf(source, field).includes(value));
  if (terms)
    return Object.entries(terms).every(([field, any]) => any.some((one) => valuesOf(source, field).includes(one)));
  if (range)
    return Object.entries(range).every(([field, ends]) =>
      valuesOf(source, field).some((value) => isWithin(value, ends)),
    );
  if (knn) return matches(source, knn.vector.filter);
  if (bool === undefined) throw new Error('a clause that the double does not know');
  const { filter = [], should, must_not: mustNot = [] } = bool;
  return (
    filter.every((clause) => matches(source, clause)) &&
    !mustNot.some((clause) => matches(source, clause)) &&
    (should === undefined || should.some((clause) => matches(source, clause)))
  );
}

/** Numbers compare as numbers, keywords sign by sign. */
function isWithin(value: unknown, { gte, lt, lte }: Partial<Record<'gte' | 'lt' | 'lte', string | number>>): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  return (gte === undefined || value >= gte) && (lt === undefined || value < lt) && (lte === undefined || value <= lte);
}

/** Of a k-NN query what Lucene gives for `cosinesimil`; of others the number of optional clauses that match. */
export function scoreOf(source: Fields, query: unknown): number {
  const { knn, bool } = query as Clause; // As in `matches`.
  if (knn) return (1 + cosineSimilarity(knn.vector.vector, source['vector'] as number[])) / 2; // As it was written.
  return (bool?.should ?? []).filter((clause) => matches(source, clause)).length;
}

/** An analysed field is its tokens, of which Lucene makes none longer than 255 characters; a keyword field its value or values. */
function valuesOf(source: Fields, field: string): readonly unknown[] {
  const value = source[field];
  if (field === 'terms') return String(value).match(/\S{1,255}/g) ?? [];
  return Array.isArray(value) ? value : [value];
}
