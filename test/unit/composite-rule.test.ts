import { expect, it } from 'vitest';
import type { AlarmState } from '#shared/domain/alarm-evaluation.ts';
import { compositeRule } from '#shared/domain/composite-rule.ts';

const STATES: Readonly<Record<string, AlarmState>> = { 'a-long': 'ALARM', 'a-short': 'ALARM', b: 'OK' };
const isRaised = (rule: string) => compositeRule(rule)((name) => STATES[name]);

it.each([
  ['ALARM("a-long")', true],
  ['ALARM("b")', false],
  ['OK("b")', true],
  ['NOT ALARM("b")', true],
  ['ALARM("a-long") AND ALARM("a-short")', true],
  ['ALARM("a-long") AND ALARM("b")', false],
  ['ALARM("b") OR ALARM("a-short")', true],
  ['ALARM("a-long") OR ALARM("b") AND ALARM("b")', true],
  ['(ALARM("a-long") OR ALARM("b")) AND ALARM("b")', false],
  ['ALARM("unknown")', false],
])('%s is %s', (rule, expected) => {
  expect(isRaised(rule)).toBe(expected);
});

it.each(['', 'ALARM(a)', 'ALARM("a-long") ALARM("b")', '(ALARM("b")', 'ALARM("b") AND'])('refuses %j', (rule) => {
  expect(() => compositeRule(rule)).toThrow('not the rule of a composite alarm');
});
