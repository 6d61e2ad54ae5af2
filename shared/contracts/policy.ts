import * as z from 'zod/mini';
import { DEFAULT_POLICY } from '../domain/default-policy.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { Policy, PolicyRule } from '../domain/policy.ts';

const pattern = () =>
  z.string().check(
    z.minLength(1),
    z.maxLength(1_000),
    z.refine((source) => {
      try {
        return new RegExp(source, 'isu') instanceof RegExp;
      } catch {
        return false;
      }
    }, 'it is no regular expression'),
  );

const ruleSchema = () =>
  z.strictObject({
    id: z.string().check(z.regex(/^[a-z0-9-]{1,63}$/)),
    on: z.array(z.enum(['question', 'answer'])).check(z.minLength(1)),
    refusal: z.enum(['unsafe', 'not-permitted']),
    note: z.string().check(z.minLength(1), z.maxLength(500)),
    patterns: z.optional(z.array(pattern()).check(z.maxLength(100))),
    topic: z.optional(
      z.strictObject({
        terms: z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(500)),
        atLeast: z._default(z.int().check(z.minimum(1)), 1),
      }),
    ),
    instructionScore: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
  }) satisfies z.ZodMiniType<PolicyRule>;

const policySchema = () =>
  z.strictObject({ rules: z.array(ruleSchema()).check(z.maxLength(200)) }) satisfies z.ZodMiniType<Policy>;

/**
 * The rules of a policy file after those that always hold.
 *
 * @throws PipelineFailure `InputInvalid` with the place that is wrong.
 */
export function parsePolicy(content: unknown): Policy {
  const parsed = policySchema().safeParse(content);
  if (parsed.success) return { rules: [...DEFAULT_POLICY.rules, ...parsed.data.rules] };
  const [issue] = parsed.error.issues;
  throw new PipelineFailure('InputInvalid', `the policy is malformed at ${issue?.path.join('.') || 'its top'}`);
}
