import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Keys } from '../../ports/keys.ts';

/** Bytes of every key: AES-256 and HMAC-SHA-256. */
const KEY_BYTES = 32;
/** Bytes of nonce and tag that AES-GCM is specified for. Source: NIST SP 800-38D. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Base32 without letters that are read as digits. Source: RFC 4648, section 6, in lower case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
/** 20 bits: two values of one tenant share a placeholder once in a million. */
const PSEUDONYM_LENGTH = 4;
/** 144 bits. */
const DIGEST_LENGTH = 24;

/** Every tenant's keys out of one master key of at least 32 bytes, by HKDF-SHA-256 (RFC 5869). */
export function derivedKeys(masterKey: Uint8Array): Keys {
  if (masterKey.length < KEY_BYTES) throw new RangeError('the master key is shorter than 32 bytes');
  const keyFor = (tenantId: string, purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', masterKey, '', `affidavit/${purpose}/${tenantId}`, KEY_BYTES));

  return {
    pseudonym: (tenantId, kind, value) => {
      const hash = createHmac('sha256', keyFor(tenantId, 'pseudonym')).update(`${kind}:${value}`).digest();
      return Array.from(hash.subarray(0, PSEUDONYM_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
    },
    digest: (tenantId, kind, value) =>
      createHmac('sha256', keyFor(tenantId, 'digest'))
        .update(`${kind}:${value}`)
        .digest('base64url')
        .slice(0, DIGEST_LENGTH),
    seal: (tenantId, text) => seal(keyFor(tenantId, 'seal'), text),
    open: (tenantId, sealed) => open(keyFor(tenantId, 'seal'), sealed),
  };
}

function seal(key: Uint8Array, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

function open(key: Uint8Array, sealed: string): string {
  try {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new PipelineFailure('InputInvalid', 'the text was not sealed with this key', { cause });
  }
}
