import { functionLog } from '#shared/adapters/aws/function-log.ts';
import { jwtTokenVerifier } from '#shared/adapters/portable/jwt-token-verifier.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { usageKeyOf } from '#shared/contracts/authorizer.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    TOKEN_ISSUER: true,
    TOKEN_AUDIENCE: true,
    TOKEN_JWKS_URI: true,
    USAGE_ENVIRONMENT: true,
    USAGE_TENANTS: true,
  }),
);
const metered = new Set(config.USAGE_TENANTS);

export const handler = createHandler({
  log: functionLog({ settings: config, clock: systemClock, ids: randomIds, traceHeader }),
  verifier: jwtTokenVerifier({
    issuer: config.TOKEN_ISSUER,
    audience: config.TOKEN_AUDIENCE,
    jwksUri: config.TOKEN_JWKS_URI,
  }),
  usageKey: (tenantId) => usageKeyOf(config.USAGE_ENVIRONMENT, metered.has(tenantId) ? tenantId : undefined),
});
