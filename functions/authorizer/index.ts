import { jwtTokenVerifier } from '#shared/adapters/portable/jwt-token-verifier.ts';
import { usageKeyOf } from '#shared/contracts/authorizer.ts';
import { FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    TOKEN_ISSUER: true,
    TOKEN_AUDIENCE: true,
    TOKEN_JWKS_URI: true,
    USAGE_ENVIRONMENT: true,
    USAGE_TENANTS: true,
  }),
);
const metered = new Set(config.USAGE_TENANTS);

export const handler = createHandler({
  verifier: jwtTokenVerifier({
    issuer: config.TOKEN_ISSUER,
    audience: config.TOKEN_AUDIENCE,
    jwksUri: config.TOKEN_JWKS_URI,
  }),
  usageKey: (tenantId) => usageKeyOf(config.USAGE_ENVIRONMENT, metered.has(tenantId) ? tenantId : undefined),
});
