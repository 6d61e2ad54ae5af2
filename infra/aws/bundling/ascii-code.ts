// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them.
const OTHER = /[^\x00-\x7f]/g;

/**
 * Code in ASCII alone: V8 keeps and reads a file with one letter beyond Latin-1 in twice the bytes. esbuild escapes what
 * stands in strings and leaves it in regular expressions and in raw templates, which here are regular expressions to be:
 * there the same escapes mean the same.
 */
export function asciiCode(code: string): string {
  return code.replace(OTHER, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `\u2019` in place of one unit of UTF-16. */
const LONGER = 5;

/** Places in a line of code, in their order, as they are once the line is in ASCII. */
export function asciiColumns(line: string, columns: readonly number[]): number[] {
  const escaped = Array.from(line.matchAll(OTHER), ({ index }) => index);
  let before = 0;
  return columns.map((column) => {
    while ((escaped[before] ?? Number.POSITIVE_INFINITY) < column) before += 1;
    return column + before * LONGER;
  });
}
