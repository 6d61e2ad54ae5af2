import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { jwtTokenVerifier } from '#shared/adapters/portable/jwt-token-verifier.ts';
import { type ApiAnswer, apiStack, send } from '../doubles/api-stack.ts';

const NOW = Math.floor(Date.now() / 1000);

let api: Awaited<ReturnType<typeof apiStack>>;
let key: KeyObject;

beforeAll(async () => {
  api = await apiStack();
  key = createPrivateKey(readFileSync(path.join(api.stack.home, 'keys', 'issuer.pem')));
});
afterAll(() => api.close());

interface TokenParts {
  readonly header?: object;
  readonly claims?: object;
  readonly signature?: (input: string) => Buffer;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signedBy = (by: KeyObject) => (input: string) =>
  sign('sha256', Buffer.from(input), { key: by, dsaEncoding: 'ieee-p1363' });

/** A token that the stack takes, but for what is changed. */
function token({ header, claims, signature = signedBy(key) }: TokenParts = {}): string {
  const kid = api.stack.ports.jwks.keys[0]?.['kid'];
  const standard = { iss: 'https://affidavit.local', aud: 'affidavit', sub: 'ana', tenant: 'acme', exp: NOW + 600 };
  const input = `${encode({ alg: 'ES256', typ: 'JWT', kid, ...header })}.${encode({ ...standard, groups: [], ...claims })}`;
  return `${input}.${signature(input).toString('base64url')}`;
}

const list = (authorization?: string): Promise<ApiAnswer> =>
  send(api.stack.address, {
    path: '/v1/documents',
    ...(authorization !== undefined && { headers: { authorization } }),
  });

const REFUSAL = {
  status: 401,
  type: 'application/problem+json',
  json: { status: 401, type: 'urn:affidavit:failure:Unauthenticated', detail: expect.stringMatching(/token/) },
};

const otherKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** What a server that believes the header's algorithm would take the public key for: the secret of a MAC. */
function macByPublicKey(input: string): Buffer {
  const pem = createPublicKey(key).export({ format: 'pem', type: 'spki' });
  return createHmac('sha256', pem).update(input).digest();
}

describe('a token that the stack gave', () => {
  it('is taken, so that what is refused below is refused for what it is', async () => {
    expect((await list(`Bearer ${token()}`)).status).toBe(200);
  });
});

describe('a request is refused as unauthenticated', () => {
  it.each<[string, () => TokenParts]>([
    ['has expired', () => ({ claims: { exp: NOW - 60 } })],
    ['is not valid yet', () => ({ claims: { nbf: NOW + 600 } })],
    ['never ends', () => ({ claims: { exp: undefined } })],
    ['ends at a time that is no number', () => ({ claims: { exp: 'never' } })],
    ['is of another issuer', () => ({ claims: { iss: 'https://affidavit.example' } })],
    ['is of no issuer', () => ({ claims: { iss: undefined } })],
    ['is for another service', () => ({ claims: { aud: 'other' } })],
    ['is for nobody', () => ({ claims: { aud: undefined } })],
    ['is signed by another key', () => ({ signature: signedBy(otherKey().privateKey) })],
    ['names a key that nobody knows', () => ({ header: { kid: 'unknown' } })],
    ['names no key', () => ({ header: { kid: undefined } })],
    ['brings its own key', () => bringsItsOwnKey()],
    ['says that it needs no signature', () => ({ header: { alg: 'none' }, signature: () => Buffer.from('x') })],
    ['is signed with the public key as a secret', () => ({ header: { alg: 'HS256' }, signature: macByPublicKey })],
    ['names no tenant', () => ({ claims: { tenant: undefined } })],
    ['names no user', () => ({ claims: { sub: undefined } })],
    ['names a tenant that climbs', () => ({ claims: { tenant: '../globex' } })],
    ['names a tenant in capitals', () => ({ claims: { tenant: 'ACME' } })],
    ['names a tenant with a quote', () => ({ claims: { tenant: "acme' OR '1'='1" } })],
    ['names a tenant with a line break', () => ({ claims: { tenant: 'acme\n' } })],
    ['names a tenant with a full-width letter', () => ({ claims: { tenant: 'ａcme' } })],
    ['names many tenants', () => ({ claims: { tenant: ['acme', 'globex'] } })],
    ['has groups that are no list', () => ({ claims: { groups: 'finance' } })],
    ['has a group that is no name', () => ({ claims: { groups: ['finance,user:eve'] } })],
    ['has a group that is no text', () => ({ claims: { groups: [{ name: 'finance' }] } })],
  ])('by a token that %s', async (_what, parts) => {
    expect(await list(`Bearer ${token(parts())}`)).toMatchObject(REFUSAL);
  });

  it.each<[string, () => string | undefined]>([
    ['no header', () => undefined],
    ['an empty header', () => ''],
    ['no token', () => 'Bearer'],
    ['another scheme', () => `Basic ${token()}`],
    ['a word for a token', () => 'Bearer letmein'],
    ['a token without its signature', () => `Bearer ${token().split('.').slice(0, 2).join('.')}.`],
    ['a token with a changed claim', () => `Bearer ${withTenant(token(), 'globex')}`],
    ['a token whose parts are no JSON', () => 'Bearer bm8.bm8.bm8'],
    ['two tokens', () => `Bearer ${token()}, Bearer ${token()}`],
    ['a very long token', () => `Bearer a.${'b'.repeat(8_000)}.c`],
  ])('by %s', async (_what, header) => {
    expect(await list(header())).toMatchObject(REFUSAL);
  });

  it('on every route but health', async () => {
    const statuses = await Promise.all(
      [
        ['POST', '/v1/answers'],
        ['GET', '/v1/answers/a1'],
        ['POST', '/v1/answers/a1/feedback'],
        ['POST', '/v1/search'],
        ['GET', '/v1/documents'],
        ['POST', '/v1/documents'],
        ['GET', '/v1/documents/d1'],
        ['DELETE', '/v1/documents/d1'],
        ['GET', '/v1/openapi.json'],
        ['GET', '/v1/health'],
      ].map(async ([method = '', to = '']) => (await send(api.stack.address, { method, path: to })).status),
    );

    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 401, 200]);
  });
});

it('keys that are known beforehand are asked of nobody, whatever key a token names', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end('{"keys":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number }; // It listens on TCP.
  const { jwks } = api.stack.ports;
  const jwksUri = `http://127.0.0.1:${port}/keys`;
  const verifier = jwtTokenVerifier({ issuer: 'https://affidavit.local', audience: 'affidavit', jwks, jwksUri });

  await expect(verifier.verify(token({ header: { kid: 'unknown' } }))).rejects.toMatchObject({
    name: 'Unauthenticated',
  });

  expect(await verifier.verify(token())).toMatchObject({ sub: 'ana' });
  expect(asked).toBe(0);
});

function bringsItsOwnKey(): TokenParts {
  const { privateKey, publicKey } = otherKey();
  return { header: { jwk: publicKey.export({ format: 'jwk' }), kid: 'mine' }, signature: signedBy(privateKey) };
}

function withTenant(whole: string, tenant: string): string {
  const [head = '', body = '', tail = ''] = whole.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object; // It was made above.
  return `${head}.${encode({ ...claims, tenant })}.${tail}`;
}
