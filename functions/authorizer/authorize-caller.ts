import * as z from 'zod/mini';
import { type CallerContextSchema, PrincipalNameSchema, TenantIdSchema } from '#shared/contracts/authorizer.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { TokenVerifier } from '#shared/ports/token-verifier.ts';

export interface AuthorizerPorts {
  readonly verifier: TokenVerifier;
}

/** Claims as OIDC issuers give them, and as Cognito does (`custom:tenant`, `cognito:username`, `cognito:groups`). */
const ClaimsSchema = z.object({
  tenant: z.optional(TenantIdSchema),
  'custom:tenant': z.optional(TenantIdSchema),
  sub: z.optional(PrincipalNameSchema),
  'cognito:username': z.optional(PrincipalNameSchema),
  groups: z.optional(z.array(PrincipalNameSchema).check(z.maxLength(500))),
  'cognito:groups': z.optional(z.array(PrincipalNameSchema).check(z.maxLength(500))),
});

/**
 * Who the bearer of the header's token is.
 *
 * @throws PipelineFailure `Unauthenticated` without a valid token, or when it names no tenant or no user;
 *   `DependencyUnavailable` when no token can be checked.
 */
export async function authorizeCaller(
  authorization: string | undefined,
  { verifier }: AuthorizerPorts,
): Promise<z.output<typeof CallerContextSchema>> {
  const [, token] = authorization?.match(/^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i) ?? [];
  if (token === undefined) throw new PipelineFailure('Unauthenticated', 'no bearer token came with the request');

  const claims = ClaimsSchema.safeParse(await verifier.verify(token));
  const tenantId = claims.data?.tenant ?? claims.data?.['custom:tenant'];
  const user = claims.data?.['cognito:username'] ?? claims.data?.sub;
  if (tenantId === undefined || user === undefined) {
    throw new PipelineFailure('Unauthenticated', 'the token names no tenant or no user');
  }
  const groups = claims.data?.groups ?? claims.data?.['cognito:groups'] ?? [];
  return { tenantId, user, groups: JSON.stringify(groups) };
}
