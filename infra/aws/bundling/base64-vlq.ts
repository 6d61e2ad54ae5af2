const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map(Array.from(DIGITS, (digit, value) => [digit, value]));

/** Five bits of a number in a digit; the sixth says that more come. The lowest bit of all is the sign. */
const BITS = 5;
const MORE = 1 << BITS;

/** Numbers as source maps write them: base64 VLQ. Source: ECMA-426, "Base64 VLQ". */
export function toVlq(numbers: readonly number[]): string {
  return numbers.map(digitsOf).join('');
}

/** @throws RangeError at a sign that is no digit. */
export function fromVlq(text: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of text) {
    const bits = VALUES.get(digit);
    if (bits === undefined) throw new RangeError('no base64 VLQ');
    value += (bits % MORE) * 2 ** shift;
    shift += BITS;
    if (bits >= MORE) continue;
    numbers.push(value % 2 === 1 ? -(value - 1) / 2 : value / 2);
    [value, shift] = [0, 0];
  }
  return numbers;
}

function digitsOf(number: number): string {
  let rest = Math.abs(number) * 2 + (number < 0 ? 1 : 0);
  let digits = '';
  do {
    const bits = rest % MORE;
    rest = Math.floor(rest / MORE);
    digits += DIGITS[rest > 0 ? bits + MORE : bits];
  } while (rest > 0);
  return digits;
}
