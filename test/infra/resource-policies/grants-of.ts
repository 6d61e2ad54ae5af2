import type { FunctionName } from '#shared/contracts/steps.ts';
import { type Environment, ofType, permissionsOf } from '../templates.ts';
import { logicalArn } from './logical-arn.ts';
import type { PolicyStatement } from './policy-statement.ts';
import { ACCOUNT, isService, type ResourceCall } from './resource-call.ts';
import { isNamed, statementMatches } from './statement-matches.ts';

/** The statements that let each call be made: with one that leaves it to the account's roles, the caller's must allow it too. */
export function grantsOf(
  calls: readonly ResourceCall[],
  allowing: readonly PolicyStatement[],
  environment: Environment,
): ReadonlyMap<ResourceCall, readonly PolicyStatement[]> {
  const roleAllows = roleReader(environment);
  const grants = (call: ResourceCall) =>
    allowing.filter((one) => statementMatches(one, call) && (isNamed(one, call) || roleAllows(call)));
  return new Map(calls.map((call) => [call, grants(call)]));
}

/** Whether a function's role lets it use a key: no policy of another resource leaves anything to roles. */
function roleReader(environment: Environment): (call: ResourceCall) => boolean {
  const keys = new Map(ofType(environment, 'AWS::KMS::Key').map((key) => [logicalArn(key), key.id]));
  const permissions = new Map<string, readonly string[]>();
  return ({ caller, action, resource }) => {
    const key = keys.get(resource);
    if (key === undefined || caller === ACCOUNT || isService(caller)) return false;
    // Callers that are no services are named as the product names its functions.
    const granted = permissions.get(caller) ?? permissionsOf(environment, caller as FunctionName);
    permissions.set(caller, granted);
    return granted.some((one) => one.startsWith(`${action} on `) && one.includes(key));
  };
}
