import { expect, it } from 'vitest';
import { EVERY_OPTION } from './every-option.ts';
import { GRANT_REASONS, resourceGrants } from './resource-grants.ts';
import { synthesizedEnvironment } from './synthesized-environment.ts';
import { type Environment, ofType } from './templates.ts';

const environments: readonly Environment[] = [
  synthesizedEnvironment('dev'),
  synthesizedEnvironment('prod'),
  synthesizedEnvironment(EVERY_OPTION),
];

it('policies of buckets, queues, topics, keys and roles allow nothing without a reason that is known', () => {
  const grants = environments.flatMap(resourceGrants);

  expect(grants.filter(({ reason }) => reason === undefined)).toEqual([]);
  expect(new Set(grants.map(({ grant }) => grant))).toEqual(new Set(Object.keys(GRANT_REASONS)));
});

it('a queue that anybody may send to is found', () => {
  const [environment] = structuredClone(environments) as [Environment]; // There are three.
  const [policy] = ofType(environment, 'AWS::SQS::QueuePolicy');
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: 'queue' }];
  Object.assign(policy?.Properties ?? {}, { PolicyDocument: { Statement } });

  const unknown = resourceGrants(environment).filter(({ reason }) => reason === undefined);

  expect(unknown.map(({ grant }) => grant)).toEqual(['SQS::QueuePolicy: everybody may sqs:SendMessage']);
});
