import { describe, expect, it } from 'vitest';
import { ENVIRONMENT_NAMES } from '#infra/environments/by-name.ts';
import { synthesizedEnvironment } from './synthesized-environment.ts';
import { alarmRuleProblem } from './template-rules/alarm-rule.ts';
import { TEMPLATE_RULES } from './template-rules/all-rules.ts';
import { eventPatternProblems } from './template-rules/event-pattern.ts';
import { PLANTED_FAULTS } from './template-rules/planted-faults.ts';

const environments = new Map(ENVIRONMENT_NAMES.map((name) => [name, synthesizedEnvironment(name)]));
const prod = environments.get('prod') ?? synthesizedEnvironment('prod');

describe.each(ENVIRONMENT_NAMES)('in the templates of %s', (name) => {
  it.each(TEMPLATE_RULES)('$name: $because', ({ violations }) => {
    const environment = environments.get(name);

    expect(environment && violations(environment)).toEqual([]);
  });
});

describe('a planted fault is found', () => {
  it.each(PLANTED_FAULTS)('$fault, where $breaks', ({ breaks, plant }) => {
    const { name, resources, stacks } = structuredClone(prod);
    const draft = { name, resources: [...resources], stacks: stacks.map((stack) => ({ ...stack })) };
    plant(draft);

    const rule = TEMPLATE_RULES.find(({ name }) => name === breaks);

    expect(rule?.violations(draft)).not.toEqual([]);
  });

  it('for each of the rules', () => {
    const tried = new Set(PLANTED_FAULTS.map(({ breaks }) => breaks));

    expect(tried).toEqual(new Set(TEMPLATE_RULES.map(({ name }) => name)));
  });
});

describe('the rule of a composite alarm', () => {
  it.each([
    'ALARM(errors)',
    'ALARM("errors of query") AND NOT OK(latency)',
    '(ALARM(arn:aws:cloudwatch:us-east-1:000000000000:alarm:a) OR INSUFFICIENT_DATA(b)) AND NOT (OK(c) OR FALSE)',
  ])('may be %s', (rule) => {
    expect(alarmRuleProblem(rule)).toBeUndefined();
  });

  it.each([
    ['ALARM(a) AND', 'its end, word 3'],
    ['ALARM(a) XOR OK(b)', 'XOR, word 2'],
    ['NOT AND OK(a)', 'AND, word 2'],
    ['ALARM(a))', '), word 2'],
    ['ALARM()', 'ALARM, word 1'],
  ])('is not %s, which is wrong at %s', (rule, problem) => {
    expect(alarmRuleProblem(rule)).toBe(problem);
  });
});

describe('the pattern of a rule', () => {
  it.each([
    { source: ['aws.s3'], detail: { object: { size: [{ numeric: ['>', 0] }], key: [{ prefix: 'tenants/' }] } } },
    { source: [{ 'anything-but': ['aws.ec2'] }], detail: { bucket: { name: [{ Ref: 'Bucket' }, null] } } },
    { source: ['a'], $or: [{ detail: { a: [1] } }, { detail: { b: [{ exists: false }] } }] },
  ])('may be %j', (pattern) => {
    expect(eventPatternProblems(pattern)).toEqual([]);
  });

  it.each([
    [{}, 'it matches every event'],
    [{ detail: {} }, 'detail: no condition'],
    [{ detail: { a: [['b']] } }, 'detail.a: a list in a list'],
    [{ source: [{ prefix: 'a', suffix: 'b' }] }, 'source: no operator of EventBridge'],
    [{ $or: [{ source: ['a'] }] }, '$or: fewer than two alternatives'],
  ])('is not %j', (pattern, problem) => {
    expect(eventPatternProblems(pattern)).toEqual([problem]);
  });
});
