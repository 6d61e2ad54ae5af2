import { listOf, resourcePolicies, type Statement, valueAt } from '../template-rules/reading.ts';
import { type Environment, ofType, type Resource } from '../templates.ts';
import { logicalArn, logicalName, logicalText } from './logical-arn.ts';

/** A statement of a policy of a resource, with names for what it refers to (logical-arn.ts). */
export interface PolicyStatement {
  /** Words that tell it from the others: whose it is, who may what, on what condition. */
  readonly words: string;
  readonly isAllowed: boolean;
  readonly services: readonly string[];
  /** Principals of AWS: `*`, or ARNs. */
  readonly principals: readonly string[];
  /** With `*` for any text, as in `resources`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Every statement of the policies of keys, buckets, queues, topics, roles and functions.
 *
 * @throws Error for one that is about all actions or resources but some: nothing here reads it.
 */
export function policyStatements(environment: Environment): PolicyStatement[] {
  const permissions = ofType(environment, 'AWS::Lambda::Permission').map((one): readonly [Resource, Statement] => [
    one,
    statementOfPermission(one),
  ]);
  return [...resourcePolicies(environment), ...permissions].map(([policy, statement]) =>
    policyStatement(environment, policy, statement),
  );
}

function statementOfPermission({ Properties }: Resource): Statement {
  const { Action, FunctionName, Principal, SourceArn } = Properties;
  const Condition = SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } };
  const Resource = listOf(FunctionName);
  return { Effect: 'Allow', Action: listOf(Action), Principal: { Service: Principal }, Resource, Condition };
}

function policyStatement(environment: Environment, policy: Resource, statement: Statement): PolicyStatement {
  const text = (value: unknown) => logicalText(value, policy.stack, environment);
  const { Effect, Principal, Action = [], Resource = ['*'], NotAction, NotResource } = statement;
  if (NotAction !== undefined || NotResource !== undefined) throw new Error(`${policy.id}: all but some`);
  const services = listOf(valueAt(Principal, 'Service')).map(text);
  const principals = Principal === '*' ? ['*'] : listOf(valueAt(Principal, 'AWS')).map(text);
  const own = logicalArn(policy); // In the policies of keys and roles `*` is the key or the role itself.
  const resources = Resource.map(text).map((resource) => (resource === '*' && own ? own : resource));
  const conditions = Object.entries(Object(statement.Condition ?? {})).flatMap(([operator, keys]) =>
    Object.entries(Object(keys)).map(([key, values]) => ({ operator, key, values: listOf(values).map(text) })),
  );
  const actions = Action.map(text);
  const who = [...services, ...principals].join(', ');
  const limits = conditions.map(({ operator, key, values }) => `${key} ${operator} ${values.join(', ')}`);
  const whose = `${policy.Type.replace('AWS::', '')} ${logicalName(policy.id)}`;
  const may = `${Effect === 'Allow' ? 'may' : 'may not'} ${actions.join(', ')}`;
  const words = [`${whose}: ${who} ${may}`, ...limits].join(', where ');
  return { words, isAllowed: Effect === 'Allow', services, principals, actions, resources, conditions };
}
