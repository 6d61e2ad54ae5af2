import * as z from 'zod';
import type { CallerContextSchema } from './api.ts';

/** Names of users and groups, as principals and object keys take them. */
export const PrincipalNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,127}$/);
export const TenantIdSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);

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
  /** The value of the API key by whose usage plan the request is counted; absent where nothing counts. */
  readonly usageIdentifierKey?: string;
}

/**
 * The value of the API key that stands for a tenant of an environment, or for all those together that have none of their
 * own: at least 20 characters, as API Gateway asks for. It is no secret, for only the authorizer's word of it counts.
 */
export function usageKeyOf(environment: string, tenantId: string | undefined): string {
  return tenantId === undefined
    ? `affidavit-${environment}-other-tenants`
    : `affidavit-${environment}-tenant-${tenantId}`;
}
