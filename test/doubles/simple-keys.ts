import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Keys } from '#shared/ports/keys.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Real encryption under keys that anybody can work out: a tenant's key is the hash of its id. */
export function simpleKeys(): Keys {
  return {
    pseudonym: (tenantId, kind, value) =>
      createHmac('sha256', keyOf(tenantId))
        .update(`${kind}:${value}`)
        .digest('hex')
        .replace(/[018-9]/g, 'a')
        .slice(0, 4),

    digest: (tenantId, kind, value) =>
      createHmac('sha256', keyOf(tenantId)).update(`digest:${kind}:${value}`).digest('base64url').slice(0, 24),

    seal: (tenantId, text) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOf(tenantId), nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },

    open: (tenantId, sealed) => {
      const bytes = Buffer.from(sealed, 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', keyOf(tenantId), bytes.subarray(0, NONCE_BYTES));
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new PipelineFailure('InputInvalid', "it was not sealed with this tenant's key");
      }
    },
  };
}

function keyOf(tenantId: string): Buffer {
  return createHash('sha256').update(tenantId).digest();
}
