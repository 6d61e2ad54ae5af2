import { createSign, generateKeyPairSync } from 'node:crypto';
import { FetchError } from 'aws-jwt-verify/error';
import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/authorizer/handler.ts';
import { jwtTokenVerifier } from '#shared/adapters/portable/jwt-token-verifier.ts';
import { recordedLog } from '../doubles/recorded-log.ts';

const ISSUER = 'https://issuer.test';
const AUDIENCE = 'affidavit';
const METHOD_ARN = 'arn:aws:execute-api:eu-central-1:111122223333:api1/live/GET/v1/documents/d1';

const ours = keyPair('ours');
const theirs = keyPair('ours'); // The same key id, another key.
const handler = createHandler({
  log: recordedLog(),
  verifier: jwtTokenVerifier({ issuer: ISSUER, audience: AUDIENCE, jwks: { keys: [ours.jwk] } }),
});

function keyPair(kid: string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return { privateKey, jwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e } };
}

interface TokenParts {
  readonly claims?: object;
  readonly header?: object;
  readonly key?: typeof ours;
}

function token({ claims = {}, header = {}, key = ours }: TokenParts = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const standard = { iss: ISSUER, aud: AUDIENCE, sub: 'ana', tenant: 'acme', groups: ['finance'], exp: now + 600 };
  const parts = [
    { alg: 'RS256', kid: 'ours', ...header },
    { ...standard, ...claims },
  ];
  const input = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${createSign('sha256').update(input).sign(key.privateKey).toString('base64url')}`;
}

const ask = (headers: Record<string, string>) => handler({ methodArn: METHOD_ARN, headers }, {} as Context); // It asks nothing of the context.
const bearer = (parts?: TokenParts) => ask({ Authorization: `Bearer ${token(parts)}` });
const past = Math.floor(Date.now() / 1000) - 60;

describe('the authorizer', () => {
  it('says who the bearer is, and allows every method of the stage, for the answer is kept', async () => {
    expect(await bearer()).toMatchObject({
      principalId: 'ana',
      context: { tenantId: 'acme', user: 'ana', groups: '["finance"]' },
      policyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'execute-api:Invoke',
            Resource: 'arn:aws:execute-api:eu-central-1:111122223333:api1/live/*',
          },
        ],
      },
    });
  });

  it('reads the claims that Cognito gives', async () => {
    const claims = {
      tenant: undefined,
      groups: undefined,
      'custom:tenant': 'globex',
      'cognito:username': 'lena',
      'cognito:groups': ['legal'],
    };

    expect((await bearer({ claims })).context).toEqual({ tenantId: 'globex', user: 'lena', groups: '["legal"]' });
  });

  it('takes a token without groups for one of no group', async () => {
    expect((await bearer({ claims: { groups: undefined } })).context.groups).toBe('[]');
  });

  it.each<[string, TokenParts]>([
    ['has expired', { claims: { exp: past } }],
    ['never ends', { claims: { exp: undefined } }],
    ['is of another issuer', { claims: { iss: 'https://other.test' } }],
    ['is for somebody else', { claims: { aud: 'other' } }],
    ['is not signed', { header: { alg: 'none' } }],
    ['is signed by another key', { key: theirs }],
    ['names another kind of signature', { header: { alg: 'HS256' } }],
    ['brings its own key', { header: { jwk: theirs.jwk, kid: 'theirs' }, key: theirs }],
    ['names no tenant', { claims: { tenant: undefined } }],
    ['names no user', { claims: { sub: undefined } }],
    ['names a tenant that is none', { claims: { tenant: '../globex' } }],
    ['names a group that is none', { claims: { groups: ['finance,user:eve'] } }],
  ])('lets nobody in with a token that %s', async (_what, parts) => {
    await expect(bearer(parts)).rejects.toThrow(/^Unauthorized$/);
  });

  it.each([
    ['no header', {}],
    ['no token', { authorization: 'Bearer ' }],
    ['a token without a signature', { authorization: `Bearer ${token().replace(/[^.]+$/, '')}` }],
    ['another scheme', { authorization: `Basic ${token()}` }],
    ['something after the token', { authorization: `Bearer ${token()} x` }],
  ])('lets nobody in with %s', async (_what, headers) => {
    await expect(ask(headers)).rejects.toThrow(/^Unauthorized$/);
  });
});

describe('an issuer that does not hand out its keys', () => {
  const NEVER_READ = { issuer: ISSUER, audience: AUDIENCE, jwksUri: 'https://issuer.test/keys' };
  const answering = (body: string) => ({ fetch: async () => new Uint8Array(Buffer.from(body)).buffer });
  const closed = async () => {
    throw new FetchError(NEVER_READ.jwksUri, 'Status code is 503, expected 200');
  };
  const asked = (fetcher: { readonly fetch: () => Promise<ArrayBuffer> }, authorization = `Bearer ${token()}`) => {
    const log = recordedLog();
    const authorize = createHandler({ log, verifier: jwtTokenVerifier({ ...NEVER_READ, fetcher }) });
    return { log, outcome: authorize({ methodArn: METHOD_ARN, headers: { authorization } }, {} as Context) };
  };

  it.each([
    ['is down', { fetch: closed }],
    ['shows a page of its own', answering('<html>down for maintenance</html>')],
    ['lists no keys', answering('{}')],
    ['lists what is no key', answering('{"keys":["ours"]}')],
  ])('and %s fails the request, and says of no good token that it is bad', async (_what, fetcher) => {
    const { log, outcome } = asked(fetcher);

    await expect(outcome).rejects.toThrow(/^the token could not be checked$/);
    expect(log.runs).toMatchObject([{ function: 'authorizer', outcome: 'DependencyUnavailable' }]);
  });

  it('lets nobody in without a token all the same, and by none of a key that it does not list', async () => {
    const others = answering(JSON.stringify({ keys: [{ ...ours.jwk, kid: 'other' }] }));

    await expect(asked({ fetch: closed }, 'Bearer ').outcome).rejects.toThrow(/^Unauthorized$/);
    await expect(asked(others).outcome).rejects.toThrow(/^Unauthorized$/);
  });

  it('is asked again by the next request', async () => {
    let isDown = true;
    const keys = answering(JSON.stringify({ keys: [ours.jwk] }));
    const verifier = jwtTokenVerifier({ ...NEVER_READ, fetcher: { fetch: () => (isDown ? closed() : keys.fetch()) } });
    await expect(verifier.verify(token())).rejects.toMatchObject({ name: 'DependencyUnavailable', cause: undefined });

    isDown = false;

    expect(await verifier.verify(token())).toMatchObject({ sub: 'ana' });
  });
});

describe('the key of a usage plan', () => {
  const verifier = jwtTokenVerifier({ issuer: ISSUER, audience: AUDIENCE, jwks: { keys: [ours.jwk] } });
  const decide = (usageKey?: (tenantId: string) => string) =>
    createHandler({ log: recordedLog(), verifier, ...(usageKey && { usageKey }) })(
      { methodArn: METHOD_ARN, headers: { Authorization: `Bearer ${token()}` } },
      {} as Context, // It asks nothing of the context.
    );

  it('is named for the tenant of the token', async () => {
    expect(await decide((tenantId) => `key-of-${tenantId}`)).toMatchObject({ usageIdentifierKey: 'key-of-acme' });
  });

  it('is left out where nothing counts requests', async () => {
    expect(await decide()).not.toHaveProperty('usageIdentifierKey');
  });
});
