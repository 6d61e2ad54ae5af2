import type { AlarmState } from './alarm-evaluation.ts';
import { PipelineFailure } from './failures.ts';

/** Whether a composite alarm is raised, given the states of the alarms that its rule names. */
export type CompositeRule = (stateOf: (name: string) => AlarmState | undefined) => boolean;

/**
 * The rule of a composite alarm: `ALARM("name")`, `OK("name")`, `NOT`, `AND`, `OR`, parentheses; `AND` binds closer.
 *
 * Source: CloudWatch API reference, "PutCompositeAlarm".
 *
 * @throws PipelineFailure `InputInvalid` for anything else.
 */
export function compositeRule(text: string): CompositeRule {
  const words = text.match(/(?:ALARM|OK)\("[^"]*"\)|\w+|\S/g) ?? [];
  const rule = readAny(words);
  if (words.length > 0) throw invalid(text);
  return rule;
}

function readAny(words: string[]): CompositeRule {
  const rules = readParted('OR', readAll, words);
  return (stateOf) => rules.some((rule) => rule(stateOf));
}

function readAll(words: string[]): CompositeRule {
  const rules = readParted('AND', readOne, words);
  return (stateOf) => rules.every((rule) => rule(stateOf));
}

function readParted(sign: string, read: (words: string[]) => CompositeRule, words: string[]): CompositeRule[] {
  const rules = [read(words)];
  while (words[0] === sign) {
    words.shift();
    rules.push(read(words));
  }
  return rules;
}

function readOne(words: string[]): CompositeRule {
  const word = words.shift() ?? '';
  if (word === 'NOT') {
    const rule = readOne(words);
    return (stateOf) => !rule(stateOf);
  }
  if (word === '(') {
    const rule = readAny(words);
    if (words.shift() !== ')') throw invalid(word);
    return rule;
  }
  const [, state, name] = word.match(/^(ALARM|OK)\("([^"]*)"\)$/) ?? [];
  if (name === undefined) throw invalid(word);
  return (stateOf) => stateOf(name) === state;
}

function invalid(text: string): PipelineFailure {
  const { length } = text;
  return new PipelineFailure('InputInvalid', 'not the rule of a composite alarm', { details: { length } });
}
