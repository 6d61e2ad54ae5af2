import { describe, expect, it } from 'vitest';
import { EVERY_OPTION } from './every-option.ts';
import { comparePolicies } from './resource-policies/compare-policies.ts';
import { policyStatements } from './resource-policies/policy-statement.ts';
import { RECORDED_CALLS } from './resource-policies/recorded-calls.ts';
import { callOfLine, isService, lineOfCall, type ResourceCall } from './resource-policies/resource-call.ts';
import { synthesizedEnvironment } from './synthesized-environment.ts';
import { RESOURCE_POLICIES, statementsOf } from './template-rules/reading.ts';
import type { Environment, Resource } from './templates.ts';

const dev = synthesizedEnvironment('dev');

it.each([
  ['dev', dev],
  ['prod', synthesizedEnvironment('prod')],
  ['an environment with everything on', synthesizedEnvironment(EVERY_OPTION)],
])(
  'in %s a call that needs a statement has one, a statement a call or a reason, and no refusal hits a call',
  (_name, environment) => {
    const { served, refusals, problems } = comparePolicies(environment, RECORDED_CALLS);

    expect(problems).toEqual([]);
    expect(served.filter(({ isNeeded, reason }) => isNeeded === (reason !== undefined))).toEqual([]);
    expect(served.length + refusals.length).toBe(policyStatements(environment).length);
  },
);

it('the recorded table has calls of services and of functions, each once', () => {
  const lines = RECORDED_CALLS.map(lineOfCall);

  expect(new Set(lines).size).toBe(lines.length);
  expect(lines).toEqual([...lines].sort());
  expect(RECORDED_CALLS.filter(({ caller }) => isService(caller)).length).toBeGreaterThan(0);
  expect(RECORDED_CALLS.filter(({ caller }) => !isService(caller)).length).toBeGreaterThan(0);
});

describe('a statement that is gone is missed', () => {
  it.each(removals(dev))('$gone', ({ without }) => {
    const { problems } = comparePolicies(without, RECORDED_CALLS);

    expect(problems).not.toEqual([]);
  });
});

describe('a call that no statement is about is found', () => {
  const [ofService] = RECORDED_CALLS.filter(({ caller }) => isService(caller)) as [ResourceCall];

  it.each([
    ['of another service', { ...ofService, caller: 's3.amazonaws.com' }],
    [
      'on behalf of another resource',
      { ...ofService, context: { 'aws:SourceArn': 'arn:aws:events:us-east-1:1:rule/x' } },
    ],
    ['on behalf of nobody', { ...ofService, context: {} }],
    ['of another action', { ...ofService, action: 'lambda:InvokeFunctionUrl' }],
    [
      'of a key that the role of its caller may not use',
      callOfLine('route s3:PutObject arn:aws:s3:::ArtifactsBucket/work/*'),
    ],
  ])('%s', (_what, call) => {
    const { problems } = comparePolicies(dev, [...RECORDED_CALLS, call]);

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^no statement allows /);
  });
});

it('a call that a policy refuses is found', () => {
  const plain = RECORDED_CALLS.map((call) => ({
    ...call,
    context: { ...call.context, 'aws:SecureTransport': 'false' },
  }));

  const { problems } = comparePolicies(dev, plain);

  expect(problems.filter((line) => line.startsWith('refused by S3::BucketPolicy'))).not.toEqual([]);
  expect(problems.filter((line) => line.startsWith('refused by SQS::QueuePolicy'))).not.toEqual([]);
});

it('a statement that nothing needs is found', () => {
  const nobody = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'kms:Decrypt', Resource: '*' };
  const widened = changed(
    dev,
    ({ Type }) => Type === 'AWS::KMS::Key',
    (statements) => [...statements, nobody],
  );

  const { problems } = comparePolicies(widened, RECORDED_CALLS);

  expect(problems.length).toBeGreaterThan(0);
  expect(problems.every((line) => line.startsWith('no call needs it'))).toBe(true);
});

/** The templates without one statement of one policy, once for each. */
function removals(environment: Environment): { readonly gone: string; readonly without: Environment }[] {
  return environment.resources.flatMap((policy) => {
    const isPolicy = (one: Resource) => one === policy;
    if (policy.Type === 'AWS::Lambda::Permission') {
      const resources = environment.resources.filter((one) => !isPolicy(one));
      return [{ gone: policy.id, without: { ...environment, resources } }];
    }
    const property = RESOURCE_POLICIES[policy.Type];
    if (property === undefined) return [];
    return statementsOf(policy.Properties[property]).map((_statement, at) => ({
      gone: `${policy.id}, statement ${at + 1}`,
      without: changed(environment, isPolicy, (statements) => statements.toSpliced(at, 1)),
    }));
  });
}

function changed(
  environment: Environment,
  isChanged: (one: Resource) => boolean,
  change: (statements: readonly object[]) => readonly object[],
): Environment {
  const resources = environment.resources.map((one) => {
    const property = RESOURCE_POLICIES[one.Type];
    if (property === undefined || !isChanged(one)) return one;
    const Statement = change(statementsOf(one.Properties[property]));
    return { ...one, Properties: { ...one.Properties, [property]: { Statement } } };
  });
  return { ...environment, resources };
}
