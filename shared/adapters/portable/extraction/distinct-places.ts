/** Places along an axis from the least on, without those that follow one that is kept by no more than `gap`. */
export function distinctPlaces(places: readonly number[], gap: number): readonly number[] {
  const kept: number[] = [];
  for (const place of [...places].sort((a, b) => a - b)) {
    if (place - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) > gap) kept.push(place);
  }
  return kept;
}
