/** Where each value lies between the least (0) and the most (1) of them; all alike are 1. */
export function minMax(values: readonly number[]): number[] {
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  return values.map((value) => (span > 0 ? (value - least) / span : 1));
}
