import * as z from 'zod';

/**
 * Which Bedrock guardrail judges questions and answers beside the policy's own rules: none, or one of this account and
 * region, in a numbered version or its working draft.
 *
 * Source of both forms: Bedrock API reference, "ApplyGuardrail".
 */
export const GuardrailSetting = z.union([
  z.literal('off'),
  z.strictObject({
    id: z.string().regex(/^[a-z0-9]{1,64}$/, 'the id of a guardrail, which is no ARN'),
    version: z.string().regex(/^(?:[1-9]\d{0,7}|DRAFT)$/, 'a number or DRAFT'),
  }),
]);
