import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JwtVerifier } from 'aws-jwt-verify';
import { describe, expect, it } from 'vitest';
import { issuerKey } from '#shared/adapters/local/issuer-key.ts';
import { keyFile } from '#shared/adapters/local/key-file.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const newPath = () => join(temporaryFolder(), 'keys', 'key');

describe('keyFile', () => {
  it('makes a key once, which only its owner can read', () => {
    const path = newPath();

    const key = keyFile(path);

    expect(key).toHaveLength(32);
    expect(keyFile(path)).toEqual(key);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(path, '..'))).toEqual(['key']);
    expect(keyFile(newPath())).not.toEqual(key);
  });

  it.each([0o640, 0o604, 0o660])('refuses a file of mode %o, by name', (mode) => {
    const path = newPath();
    keyFile(path);
    chmodSync(path, mode);

    expect(() => keyFile(path)).toThrow(expect.objectContaining({ name: 'KeyFileExposed' }));
  });

  it('refuses a file that is no key', () => {
    const path = join(temporaryFolder(), 'key');
    writeFileSync(path, 'short', { mode: 0o600 });

    expect(() => keyFile(path)).toThrow(expect.objectContaining({ name: 'DependencyUnavailable' }));
    expect(() => issuerKey(path, { clock: manualClock() })).toThrow(
      expect.objectContaining({ name: 'DependencyUnavailable' }),
    );
  });
});

describe('issuerKey', () => {
  const CLAIMS = { iss: 'http://127.0.0.1:8787', aud: 'affidavit', sub: 'ana', tenant: 'acme', groups: ['finance'] };

  function verifierOf({ jwks }: Pick<ReturnType<typeof issuerKey>, 'jwks'>) {
    const verifier = JwtVerifier.create({ issuer: CLAIMS.iss, audience: CLAIMS.aud });
    verifier.cacheJwks({ keys: jwks.keys.map((key) => ({ ...key, kty: 'EC', kid: key['kid'] ?? '' })) });
    return verifier;
  }

  it('signs tokens that aws-jwt-verify takes', async () => {
    const issuer = issuerKey(newPath(), { clock: systemClock });

    const claims = await verifierOf(issuer).verify(issuer.signToken(CLAIMS, 60));

    expect(claims).toMatchObject(CLAIMS);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(60);
  });

  it('keeps its key over restarts, and gives away its public half only', () => {
    const path = newPath();
    const { jwks } = issuerKey(path, { clock: manualClock() });

    expect(issuerKey(path, { clock: manualClock() }).jwks).toEqual(jwks);
    expect(Object.keys(jwks.keys[0] ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('signs nothing that outlives its time or stands under another key', async () => {
    const issuer = issuerKey(newPath(), { clock: systemClock });
    const other = issuerKey(newPath(), { clock: systemClock });

    await expect(verifierOf(issuer).verify(issuer.signToken(CLAIMS, -60))).rejects.toThrow(/expired/i);
    await expect(verifierOf(issuer).verify(other.signToken(CLAIMS, 60))).rejects.toThrow();
  });
});
