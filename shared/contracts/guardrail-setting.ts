import * as z from 'zod/mini';

/**
 * Which Bedrock guardrail judges questions and answers beside the policy's own rules: none, or one of this account and
 * region, in a numbered version or its working draft.
 *
 * Source of both forms: Bedrock API reference, "ApplyGuardrail".
 */
export const guardrailSetting = () =>
  z.union([
    z.literal('off'),
    z.strictObject({
      id: z.string().check(z.regex(/^[a-z0-9]{1,64}$/, 'the id of a guardrail, which is no ARN')),
      version: z.string().check(z.regex(/^(?:[1-9]\d{0,7}|DRAFT)$/, 'a number or DRAFT')),
    }),
  ]);
