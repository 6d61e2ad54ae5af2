import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Caller } from '#shared/domain/access.ts';
import type { LocalCertificate } from './local-certificate.ts';

/** An OpenID Connect issuer with one key, which it publishes over TLS as issuers do. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  /** Signs a token for who asks; without a span it is good for an hour. Seconds below zero make one that has ended. */
  token(caller: Caller, expiresInSeconds?: number): string;
  stop(): Promise<void>;
}

/** Who the tokens are for. Source: the settings in deployed-app.ts. */
const AUDIENCE = 'affidavit';

export async function startTokenIssuer({ cert, key }: LocalCertificate): Promise<TokenIssuer> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const header = { alg: 'RS256', kid: randomUUID(), typ: 'JWT' };
  const keys = JSON.stringify({
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: header.kid, use: 'sig', alg: header.alg }],
  });
  const server = createServer({ cert, key }, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(keys);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A server that listens on TCP has such an address.
  const issuer = `https://127.0.0.1:${port}`;
  return {
    ...{ issuer, jwksUri: `${issuer}/.well-known/jwks.json` },
    token: ({ tenantId, user, groups }, expiresInSeconds = 3_600) => {
      const now = Math.floor(Date.now() / 1_000);
      const claims = { iss: issuer, aud: AUDIENCE, sub: user, tenant: tenantId, groups, iat: now };
      const text = [header, { ...claims, exp: now + expiresInSeconds }].map(encoded).join('.');
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
