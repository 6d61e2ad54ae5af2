import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parsePolicy } from '#shared/contracts/policy.ts';
import { POLICY_FILE } from '#shared/contracts/settings.ts';
import { ROOT } from './bundle-code.ts';

/** Files of an environment's own that stand beside a function's code, by their names. */
export type OwnFiles = Readonly<Record<string, string>>;

/**
 * The policy file of an environment, to stand beside the code that reads it: it changes with a deployment and goes back
 * with it. `policy` is a path below the repository.
 *
 * @throws PipelineFailure `InputInvalid`, or an Error when it is missing or no JSON: nothing is deployed with half a policy.
 */
export function policyBeside(policy: string | undefined): OwnFiles {
  if (policy === undefined) return {};
  const text = readFileSync(path.join(ROOT, policy), 'utf8');
  parsePolicy(JSON.parse(text));
  return { [POLICY_FILE]: text };
}
