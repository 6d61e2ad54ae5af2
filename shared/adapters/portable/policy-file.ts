import { readFileSync } from 'node:fs';
import { parsePolicy } from '../../contracts/policy.ts';
import { DEFAULT_POLICY } from '../../domain/default-policy.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Policy } from '../../domain/policy.ts';

/**
 * The policy of a file, or the rules that always hold where none is named.
 *
 * @throws PipelineFailure `InputInvalid` when it is not there or malformed: nothing is answered without its policy.
 */
export function readPolicy(file: string | undefined): Policy {
  return file === undefined ? DEFAULT_POLICY : parsePolicy(contentOf(file));
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new PipelineFailure('InputInvalid', 'the policy file is missing or no JSON');
  }
}
