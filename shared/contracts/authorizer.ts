import * as z from 'zod/mini';
import { ifRead } from './if-read.ts';

/** Names of users and groups, as principals and object keys take them. */
export const PrincipalNameSchema = /* @__PURE__ */ ifRead(() =>
  z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,127}$/)),
);
export const TenantIdSchema = /* @__PURE__ */ ifRead(() =>
  z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)),
);

/** What API Gateway tells a REQUEST authorizer, as far as we read it. */
export const AuthorizerEventSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    methodArn: z.string(),
    headers: z.nullish(z.record(z.string(), z.optional(z.string()))),
  }),
);

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

/** What an authorizer tells the functions behind it; API Gateway passes strings only. */
export const CallerContextSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    tenantId: z.string().check(z.minLength(1)),
    user: z.string().check(z.minLength(1)),
    /** JSON list. */
    groups: z.string(),
  }),
);
