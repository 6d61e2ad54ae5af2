/** PDF's matrix of six: [a, b, c, d, e, f]. */
export type Matrix = readonly [number, number, number, number, number, number];

/** What `inner` and then `outer` do. Missing numbers are those of the matrix that changes nothing. */
export function matrixProduct(outer: readonly number[], inner: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = outer;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** A point after quarter turns clockwise around the origin, y down. */
export function turnedPoint(x: number, y: number, turns: number): readonly [number, number] {
  const turn = (turns + 4) % 4;
  if (turn === 1) return [-y, x];
  if (turn === 2) return [-x, -y];
  return turn === 3 ? [y, -x] : [x, y];
}
