/**
 * Where the rule of a composite alarm stops being one, undefined when it is one. CloudFormation takes any text, and
 * CloudWatch then refuses the alarm.
 *
 * Source: CloudWatch user guide, "Create a composite alarm": ALARM(…), OK(…), INSUFFICIENT_DATA(…), TRUE, FALSE, AND, OR,
 * NOT and brackets; names stand in quotation marks when they hold blanks or brackets.
 */
export function alarmRuleProblem(rule: string): string | undefined {
  const tokens = rule.match(TOKENS) ?? [];
  const state = { tokens, at: 0 };
  const read = expression(state);
  if (read && state.at === tokens.length) return undefined;
  return `${tokens[state.at] ?? 'its end'}, word ${state.at + 1}`;
}

const TOKENS = /(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"[^"]+"|[^\s()"]+)\s*\)|[()]|[^\s()]+/g;
const OF_AN_ALARM = /^(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(/;

interface Reading {
  readonly tokens: readonly string[];
  at: number;
}

/** Terms with AND or OR between them; whether it was one. */
function expression(reading: Reading): boolean {
  if (!term(reading)) return false;
  while (isNext(reading, 'AND') || isNext(reading, 'OR')) {
    reading.at += 1;
    if (!term(reading)) return false;
  }
  return true;
}

function term(reading: Reading): boolean {
  if (isNext(reading, 'NOT')) {
    reading.at += 1;
    return term(reading);
  }
  if (isNext(reading, '(')) {
    reading.at += 1;
    if (!expression(reading) || !isNext(reading, ')')) return false;
    reading.at += 1;
    return true;
  }
  const word = reading.tokens[reading.at] ?? '';
  if (!(word === 'TRUE' || word === 'FALSE' || OF_AN_ALARM.test(word))) return false;
  reading.at += 1;
  return true;
}

function isNext({ tokens, at }: Reading, word: string): boolean {
  return tokens[at] === word;
}
