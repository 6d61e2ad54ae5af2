import type { Condition, PolicyStatement } from './policy-statement.ts';
import { ACCOUNT, isService, type ResourceCall } from './resource-call.ts';

const ACCOUNT_ROOT = 'arn:aws:iam::000000000000:root';

/** Whether a statement is about a call: its caller, action and resource, and each condition holds. */
export function statementMatches(statement: PolicyStatement, call: ResourceCall): boolean {
  return (
    (isNamed(statement, call) || isOfAccount(statement, call)) &&
    statement.actions.some((pattern) => isLike(call.action.toLowerCase(), pattern.toLowerCase())) &&
    statement.resources.some((pattern) => isLike(call.resource, pattern)) &&
    statement.conditions.every((condition) => holds(condition, call))
  );
}

/** Whether it names the caller, or everybody, and leaves nothing to the caller's own policies. */
export function isNamed({ services, principals }: PolicyStatement, { caller }: ResourceCall): boolean {
  return (
    services.includes(caller) || principals.includes('*') || (caller === ACCOUNT && principals.includes(ACCOUNT_ROOT))
  );
}

/** Whether it leaves it to the policies of the account's roles. */
function isOfAccount({ principals }: PolicyStatement, { caller }: ResourceCall): boolean {
  return principals.includes(ACCOUNT_ROOT) && !isService(caller);
}

/** A key that the request does not have fails every operator but those that say otherwise. Source: IAM, "Condition operators". */
function holds({ operator, key, values }: Condition, { context }: ResourceCall): boolean {
  const actual = context[key];
  const compare = OPERATORS[operator];
  if (compare === undefined) throw new Error(`no operator that these policies are known to use: ${operator}`);
  return actual !== undefined && values.some((value) => compare(actual, value));
}

const OPERATORS: Readonly<Record<string, (actual: string, value: string) => boolean>> = {
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: (actual, value) => actual === value.toLowerCase(),
  StringEquals: (actual, value) => actual === value,
};

/** Whether `pattern` stands for the text: `*` is any text and `?` any character, as IAM has it. */
function isLike(text: string, pattern: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}
