export interface TextPiece {
  readonly text: string;
  /** Where it stands in the whole, in UTF-16 code units. */
  readonly start: number;
}

interface PieceLimits {
  /** Of UTF-8. */
  readonly maxBytes: number;
  /** Characters of the one before with which a piece begins; far less than a piece. */
  readonly overlap: number;
}

/** A text in pieces that a service takes, each as long as it may be and cut at white space where there is some near. */
export function textPieces(text: string, { maxBytes, overlap }: PieceLimits): TextPiece[] {
  const pieces: TextPiece[] = [];
  let start = 0;
  for (;;) {
    const end = endOfPiece(text, start, maxBytes, overlap);
    pieces.push({ text: text.slice(start, end), start });
    if (end === text.length) return pieces;
    start = wholeFrom(text, Math.max(start + 1, end - overlap));
  }
}

function endOfPiece(text: string, start: number, maxBytes: number, overlap: number): number {
  let bytes = 0;
  let end = start;
  for (const character of text.slice(start, start + maxBytes)) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) return cutBefore(text, start, end, overlap);
    end += character.length;
  }
  return end === text.length ? end : cutBefore(text, start, end, overlap);
}

/** The last white space that still leaves more than an overlap; the very end where there is none. */
function cutBefore(text: string, start: number, end: number, overlap: number): number {
  for (let at = end; at > Math.max(start + 2 * overlap, end - overlap); at -= 1) {
    if (/\s/.test(text[at - 1] ?? '')) return at;
  }
  return wholeFrom(text, end);
}

/** Never between the two units of one character. */
function wholeFrom(text: string, at: number): number {
  const isInside = /[\uDC00-\uDFFF]/.test(text[at] ?? '') && /[\uD800-\uDBFF]/.test(text[at - 1] ?? '');
  return isInside ? at - 1 : at;
}
