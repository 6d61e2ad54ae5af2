import * as z from 'zod';
import { DEFAULT_POLICY } from '../domain/default-policy.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { Policy, PolicyRule } from '../domain/policy.ts';

const Pattern = z
  .string()
  .min(1)
  .max(1_000)
  .refine((source) => {
    try {
      return new RegExp(source, 'isu') instanceof RegExp;
    } catch {
      return false;
    }
  }, 'it is no regular expression');

const RuleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,63}$/),
  on: z.array(z.enum(['question', 'answer'])).min(1),
  refusal: z.enum(['unsafe', 'not-permitted']),
  note: z.string().min(1).max(500),
  patterns: z.array(Pattern).max(100).optional(),
  topic: z
    .strictObject({ terms: z.array(z.string().min(1)).min(1).max(500), atLeast: z.int().min(1).default(1) })
    .optional(),
  instructionScore: z.number().min(0).max(1).optional(),
}) satisfies z.ZodType<PolicyRule>;

const PolicySchema = z.strictObject({ rules: z.array(RuleSchema).max(200) }) satisfies z.ZodType<Policy>;

/**
 * The rules of a policy file after those that always hold.
 *
 * @throws PipelineFailure `InputInvalid` with the place that is wrong.
 */
export function parsePolicy(content: unknown): Policy {
  const parsed = PolicySchema.safeParse(content);
  if (parsed.success) return { rules: [...DEFAULT_POLICY.rules, ...parsed.data.rules] };
  const [issue] = parsed.error.issues;
  throw new PipelineFailure('InputInvalid', `the policy is malformed at ${issue?.path.join('.') || 'its top'}`);
}
