import { PipelineFailure } from './failures.ts';

/** Gives the value of what an expression names; undefined when there is no data. */
export type Lookup = (id: string) => number | undefined;
/** The value of a whole expression; undefined when it needs data that is missing. */
export type MetricMath = (lookup: Lookup) => number | undefined;

/** Operators, the weakest first; those of a row bind alike, from left to right. */
const OPERATORS: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  { OR: (a, b) => flag(a !== 0 || b !== 0), '||': (a, b) => flag(a !== 0 || b !== 0) },
  { AND: (a, b) => flag(a !== 0 && b !== 0), '&&': (a, b) => flag(a !== 0 && b !== 0) },
  {
    '<': (a, b) => flag(a < b),
    '<=': (a, b) => flag(a <= b),
    '>': (a, b) => flag(a > b),
    '>=': (a, b) => flag(a >= b),
    '==': (a, b) => flag(a === b),
    '!=': (a, b) => flag(a !== b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
];

/**
 * The part of CloudWatch's metric math that our alarms use: numbers, ids, parentheses, arithmetic, comparisons, `AND`,
 * `OR`, `IF(condition, then, else)` and `FILL(id, value)`. What is missing makes everything that needs it missing, and so
 * does a division by zero.
 *
 * Source: CloudWatch user guide, "Using math expressions with CloudWatch metrics".
 *
 * @throws PipelineFailure `InputInvalid` for anything else.
 */
export function metricMath(expression: string): MetricMath {
  const reader = readerOf(expression);
  const math = readOperation(reader, 0);
  if (reader.peek() !== undefined) throw invalid(expression);
  return (lookup) => {
    const value = math(lookup);
    return value === undefined || Number.isFinite(value) ? value : undefined;
  };
}

interface Reader {
  readonly expression: string;
  peek(): string | undefined;
  take(): string;
  /** @throws PipelineFailure `InputInvalid` when another word comes. */
  expect(word: string): void;
}

function readerOf(expression: string): Reader {
  const words = expression.match(/\d+(?:\.\d+)?|\w+|[<>=!]=|\|\||&&|\S/g) ?? [];
  let place = 0;
  const take = () => {
    const word = words[place];
    if (word === undefined) throw invalid(expression);
    place += 1;
    return word;
  };
  return {
    expression,
    take,
    peek: () => words[place],
    expect: (word) => {
      if (take() !== word) throw invalid(expression);
    },
  };
}

function readOperation(reader: Reader, level: number): MetricMath {
  const operators = OPERATORS[level];
  if (operators === undefined) return readOperand(reader);
  let left = readOperation(reader, level + 1);
  for (;;) {
    const apply = operators[reader.peek() ?? ''];
    if (apply === undefined) return left;
    reader.take();
    left = both(left, readOperation(reader, level + 1), apply);
  }
}

function both(left: MetricMath, right: MetricMath, apply: (a: number, b: number) => number): MetricMath {
  return (lookup) => {
    const [a, b] = [left(lookup), right(lookup)];
    return a === undefined || b === undefined ? undefined : apply(a, b);
  };
}

function readOperand(reader: Reader): MetricMath {
  const word = reader.take();
  if (/^\d/.test(word)) return () => Number(word);
  if (word === '(') {
    const inner = readOperation(reader, 0);
    reader.expect(')');
    return inner;
  }
  if (word === 'IF') return readChoice(reader);
  if (word === 'FILL') return readFill(reader);
  // Ids of CloudWatch begin with a small letter.
  if (/^[a-z]\w*$/.test(word)) return (lookup) => lookup(word);
  throw invalid(reader.expression);
}

function readChoice(reader: Reader): MetricMath {
  reader.expect('(');
  const condition = readOperation(reader, 0);
  reader.expect(',');
  const yes = readOperation(reader, 0);
  reader.expect(',');
  const no = readOperation(reader, 0);
  reader.expect(')');
  return (lookup) => {
    const value = condition(lookup);
    if (value === undefined) return undefined;
    return value === 0 ? no(lookup) : yes(lookup);
  };
}

function readFill(reader: Reader): MetricMath {
  reader.expect('(');
  const id = readOperand(reader);
  reader.expect(',');
  const value = readOperand(reader);
  reader.expect(')');
  return (lookup) => id(lookup) ?? value(lookup);
}

function flag(holds: boolean): number {
  return holds ? 1 : 0;
}

function invalid(expression: string): PipelineFailure {
  const { length } = expression;
  return new PipelineFailure('InputInvalid', 'not the metric math that we know', { details: { length } });
}
