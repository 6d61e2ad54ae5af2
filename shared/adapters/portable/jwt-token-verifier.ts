import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwksValidationError, JwkValidationError } from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { PipelineFailure } from '../../domain/failures.ts';
import type { TokenVerifier } from '../../ports/token-verifier.ts';

interface JwtTokenVerifierOptions {
  /** The `iss` that tokens must name. */
  readonly issuer: string;
  /** The `aud` that tokens must name. */
  readonly audience: string;
  /** Where the issuer publishes its keys; read at the first token, and again when a key is new. */
  readonly jwksUri?: string;
  /** The issuer's keys, when they are known beforehand: nothing is read from anywhere then. */
  readonly jwks?: { readonly keys: readonly Readonly<Record<string, string>>[] };
  /** Reads what is published; over HTTPS, in a few seconds and by a second try, without. */
  readonly fetcher?: Fetcher;
}

/**
 * Checks JSON Web Tokens (RFC 7519) of any OpenID Connect issuer. Only asymmetric signatures count, so that `alg: none`
 * and keys in the token's own header have no say; a token without an end is refused.
 */
export function jwtTokenVerifier({
  issuer,
  audience,
  jwksUri,
  jwks,
  fetcher = jwks && nowhere,
}: JwtTokenVerifierOptions): TokenVerifier {
  const verifier = JwtVerifier.create(
    { issuer, audience, ...(jwksUri !== undefined && { jwksUri }) },
    { jwksCache: new SimpleJwksCache({ ...(fetcher && { fetcher }) }) },
  );
  if (jwks !== undefined) verifier.cacheJwks(jwks as Parameters<typeof verifier.cacheJwks>[0]); // It checks every key before it uses one.

  return {
    verify: async (token) => {
      const claims = await verifier.verify(token).catch((cause: unknown) => {
        throw failureFor(cause);
      });
      if (typeof claims.exp === 'number') return claims;
      throw new PipelineFailure('Unauthenticated', 'the token has no end');
    },
  };
}

/** Without its cause, which quotes the token's claims. */
function failureFor(cause: unknown): PipelineFailure {
  if (FAULTS_OF_ISSUER.some((fault) => cause instanceof fault)) {
    return new PipelineFailure('DependencyUnavailable', 'the issuer of tokens did not hand out its keys');
  }
  return new PipelineFailure('Unauthenticated', 'the token is not valid here');
}

/** It cannot be reached, answers by an error, or by what is no list of keys: nothing of that speaks against a token. */
const FAULTS_OF_ISSUER = [FetchError, JwksValidationError, JwkValidationError];

/** Where keys are known beforehand, a token that names another sends nobody to look for it. */
const nowhere = {
  fetch: async () => {
    throw new PipelineFailure('Unauthenticated', 'the key of the token is not known');
  },
};
