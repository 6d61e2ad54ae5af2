import { PipelineFailure } from '../../../domain/failures.ts';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/**
 * Parses JSON, or one JSON value a line as a list.
 *
 * Numbers that JavaScript would round, such as long account numbers, come as the text that stands in the file.
 *
 * @throws PipelineFailure `DocumentUnreadable`
 */
export function parseJson(text: string): JsonValue {
  const source = text.replace(/^\ufeff/, '');
  return parsed(source) ?? parsedLines(source);
}

function parsed(source: string): JsonValue | undefined {
  try {
    return JSON.parse(source, exactNumber);
  } catch (error) {
    // Revivers recurse and run out of stack on nesting that the parser itself takes.
    return error instanceof RangeError ? JSON.parse(source) : undefined;
  }
}

function parsedLines(source: string): JsonValue {
  return source
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const value = parsed(line);
      if (value === undefined) throw new PipelineFailure('DocumentUnreadable', 'the JSON is malformed');
      return value;
    });
}

/** Source: ECMA-262 proposal "JSON.parse source text access", in Node since 22. */
function exactNumber(_name: string, value: JsonValue, context?: { readonly source?: string }): JsonValue {
  return typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
    ? context.source
    : value;
}
