import { type Environment, ofType } from '../templates.ts';
import { declaredCalls } from './declared-calls.ts';
import { grantsOf } from './grants-of.ts';
import { impliedCalls } from './implied-calls.ts';
import { logicalArn } from './logical-arn.ts';
import { type PolicyStatement, policyStatements } from './policy-statement.ts';
import { isService, lineOfCall, type ResourceCall } from './resource-call.ts';
import { type ServedStatement, SPARE, servedStatement } from './served-statement.ts';
import { statementMatches } from './statement-matches.ts';

export interface PolicyComparison {
  /** Those that allow something. */
  readonly served: readonly ServedStatement[];
  /** Those that refuse something, and how many calls on their resources they let pass. */
  readonly refusals: readonly { readonly words: string; readonly passed: number }[];
  /** What is wrong, a line each; empty when calls and policies agree. */
  readonly problems: readonly string[];
}

/** An action by which a call without TLS is shown to be refused. */
const PLAIN: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 's3:GetObject',
  'AWS::SNS::Topic': 'sns:Publish',
  'AWS::SQS::Queue': 'sqs:SendMessage',
};

/**
 * Compares the policies of keys, buckets, queues, topics, roles and functions with the calls of a run: each call that needs a
 * statement has one, each statement serves a call or has a reason, no refusal hits a call, and what is not encrypted on its
 * way is refused.
 */
export function comparePolicies(environment: Environment, recorded: readonly ResourceCall[]): PolicyComparison {
  const statements = policyStatements(environment);
  const allowing = statements.filter(({ isAllowed }) => isAllowed);
  const refusing = statements.filter(({ isAllowed }) => !isAllowed);
  const made = unique([...recorded, ...impliedCalls(environment, recorded)]);
  const declared = declaredCalls(environment);
  const calls = [...made, ...declared.map(({ call }) => call)];
  const grants = grantsOf(calls, allowing, environment);
  const served = allowing.map((statement) => servedStatement(statement, { grants, made, declared }));
  return {
    served,
    refusals: refusing.map((refusal) => ({ words: refusal.words, passed: passedBy(refusal, calls) })),
    problems: [
      ...calls.filter((call) => needsGrant(call) && grants.get(call)?.length === 0).map(missing),
      ...calls.flatMap((call) => refusing.filter((one) => statementMatches(one, call)).map(refused(call))),
      ...plainCalls(environment)
        .filter((call) => !refusing.some((one) => statementMatches(one, call)))
        .map(exposed),
      ...served.filter((one) => !one.isNeeded && one.reason === undefined).map(unexplained),
      ...Object.keys(SPARE)
        .filter((words) => !statements.some((one) => one.words === words))
        .map(outlived),
    ],
  };
}

function unique(calls: readonly ResourceCall[]): ResourceCall[] {
  return [...new Map(calls.map((call) => [lineOfCall(call), call])).values()];
}

/** Calls of services, and those of keys; for all others the role's own policy does, of which permission-table.ts tells. */
function needsGrant({ caller, action }: ResourceCall): boolean {
  return isService(caller) || action.startsWith('kms:');
}

function plainCalls(environment: Environment): ResourceCall[] {
  return Object.entries(PLAIN).flatMap(([type, action]) =>
    ofType(environment, type).map((resource) => ({
      ...{ caller: 'anybody', action, resource: logicalArn(resource) ?? '' },
      context: { 'aws:SecureTransport': 'false' },
    })),
  );
}

/** Calls that it would refuse but for its conditions. */
function passedBy(refusal: PolicyStatement, calls: readonly ResourceCall[]): number {
  const whatever = { ...refusal, conditions: [] };
  return calls.filter((call) => statementMatches(whatever, call) && !statementMatches(refusal, call)).length;
}

const missing = (call: ResourceCall) => `no statement allows ${lineOfCall(call)}`;
const refused = (call: ResourceCall) => (one: PolicyStatement) => `refused by ${one.words}: ${lineOfCall(call)}`;
const exposed = (call: ResourceCall) => `nothing refuses ${lineOfCall(call)}`;
const unexplained = ({ words }: ServedStatement) => `no call needs it, and nobody said why it is there: ${words}`;
const outlived = (words: string) => `a reason is there, and no statement: ${words}`;
