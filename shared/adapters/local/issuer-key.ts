import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Clock } from '../../ports/clock.ts';
import { readSecretFile } from './key-file.ts';

/** JSON Web Key Set (RFC 7517) with the one public key. */
export interface PublicKeySet {
  readonly keys: readonly Readonly<Record<string, string>>[];
}

/** Signs tokens as this machine's own identity provider. */
export interface TokenIssuer {
  readonly jwks: PublicKeySet;
  /** A JWT (ES256) with `iat`, `exp` and these claims; `iss`, `aud`, `sub` and the rest are the caller's to give. */
  signToken(claims: Readonly<Record<string, unknown>>, expiresInSeconds: number): string;
}

interface IssuerKeyOptions {
  readonly clock: Clock;
}

/**
 * The key pair of this machine's token issuer; a new one on first use.
 *
 * @throws PipelineFailure `KeyFileExposed` when others can read it, `DependencyUnavailable` when it is no key.
 */
export function issuerKey(path: string, { clock }: IssuerKeyOptions): TokenIssuer {
  const privateKey = parseKey(readSecretFile(path, newKey));
  const { kty = '', crv = '', x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  // RFC 7638: the thumbprint is the hash of the members in this order. So a new key never goes by an old one's id.
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

  return {
    jwks: { keys: [{ kty, crv, x, y, kid, alg: 'ES256', use: 'sig' }] },
    signToken: (claims, expiresInSeconds) => {
      const issuedAt = Math.floor(clock.now() / 1000);
      const payload = { ...claims, iat: issuedAt, exp: issuedAt + expiresInSeconds };
      const input = `${encode({ alg: 'ES256', typ: 'JWT', kid })}.${encode(payload)}`;
      const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${input}.${signature.toString('base64url')}`;
    },
  };
}

function newKey(): Uint8Array {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' }));
}

function parseKey(pem: Uint8Array): KeyObject {
  try {
    return createPrivateKey(Buffer.from(pem));
  } catch {
    // Without its cause, which might say what the file holds.
    throw new PipelineFailure('DependencyUnavailable', "the issuer's key file does not hold a key");
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
