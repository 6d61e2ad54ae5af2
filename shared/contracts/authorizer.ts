import * as z from 'zod';
import type { CallerContextSchema } from './api.ts';

/** What API Gateway tells a REQUEST authorizer, as far as we read it. */
export const AuthorizerEventSchema = z.object({
  methodArn: z.string(),
  headers: z.record(z.string(), z.string().optional()).nullish(),
});

/** What it asks for in return. Source: API Gateway developer guide, "Output from an API Gateway Lambda authorizer". */
export interface AuthorizerDecision {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly {
      readonly Action: string;
      readonly Effect: 'Allow' | 'Deny';
      readonly Resource: string;
    }[];
  };
  readonly context: z.output<typeof CallerContextSchema>;
  /** The tenant: usage plans meter by it. */
  readonly usageIdentifierKey: string;
}
