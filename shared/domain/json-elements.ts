/** Reads a JSON text as it comes, piece by piece. */
export interface JsonElements {
  /** The texts of the objects that this piece completes, in order. */
  push(piece: string): readonly string[];
}

/** Depth of an object that stands in an array that stands in the top object: `{"claims": [{…}]}`. */
const ELEMENT_DEPTH = 3;

const STEPS: Readonly<Partial<Record<string, number>>> = { '{': 1, '[': 1, '}': -1, ']': -1 };

/**
 * Cuts the objects of arrays such as `{"claims": [{…}, {…}]}` out of a text that a model is still writing. It says
 * nothing of whether the text is JSON: whoever parses an element finds out, and the whole is to be parsed at its end.
 */
export function jsonElements(): JsonElements {
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  let element = '';

  const readInString = (character: string) => {
    isInString = character !== '"' || isEscaped;
    isEscaped = character === '\\' && !isEscaped;
  };

  /** Whether this character ends an element. */
  const read = (character: string): boolean => {
    if (isInString) {
      readInString(character);
      return false;
    }
    isInString = character === '"';
    depth += STEPS[character] ?? 0;
    return depth === ELEMENT_DEPTH - 1 && (character === '}' || character === ']');
  };

  return {
    push: (piece) => {
      const complete: string[] = [];
      for (const character of piece) {
        const isOver = read(character);
        if (depth >= ELEMENT_DEPTH || isOver) element += character;
        if (isOver) {
          complete.push(element);
          element = '';
        }
      }
      return complete;
    },
  };
}
