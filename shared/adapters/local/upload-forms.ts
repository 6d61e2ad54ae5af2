import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore, UploadForm, UploadLimits } from '../../ports/document-store.ts';

/** What a form allows: one key of one bucket, so many bytes, until then. The form carries it, signed. */
const UploadGrantSchema = z.strictObject({
  bucket: z.string(),
  key: z.string(),
  maxBytes: z.int().positive(),
  access: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  /** Milliseconds since 1970. */
  expiresAt: z.int(),
});
export type UploadGrant = z.output<typeof UploadGrantSchema>;

interface UploadFormsOptions {
  /** Where the local server takes uploads; asked each time, for the port is known only once it listens. */
  readonly url: () => string;
  /** Signs the forms; at least 32 bytes. */
  readonly secret: Uint8Array;
  readonly clock: Clock;
}

export interface UploadForms {
  sign(bucket: string, key: string, limits: UploadLimits): UploadForm;
  /** @throws PipelineFailure `Forbidden` for a form that is not ours, was changed or has expired. */
  verify(fields: Readonly<Record<string, string>>): UploadGrant;
}

/** What S3's presigned POST is on AWS: a form that lets its holder put one object, and nothing else. */
export function uploadForms({ url, secret, clock }: UploadFormsOptions): UploadForms {
  const signatureOf = (policy: string) => createHmac('sha256', secret).update(`upload:${policy}`).digest('base64url');

  return {
    sign: (bucket, key, { maxBytes, expiresInSeconds, access, metadata }) => {
      const expiresAt = clock.now() + expiresInSeconds * 1000;
      const grant: UploadGrant = { bucket, key, maxBytes, expiresAt, access, metadata }; // JSON leaves out what is undefined.
      const policy = Buffer.from(JSON.stringify(grant)).toString('base64url');
      return {
        url: url(),
        fields: { key, policy, signature: signatureOf(policy) },
        expiresAt: new Date(expiresAt).toISOString(),
      };
    },

    verify: ({ key, policy = '', signature = '' }) => {
      const expected = Buffer.from(signatureOf(policy));
      const given = Buffer.from(signature);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw forbidden('is not ours');

      const grant = UploadGrantSchema.parse(JSON.parse(Buffer.from(policy, 'base64url').toString()));
      if (grant.key !== key) throw forbidden('is for another key');
      if (grant.expiresAt <= clock.now()) throw forbidden('has expired');
      return grant;
    },
  };
}

/**
 * Writes what came with a form that was verified.
 *
 * @throws PipelineFailure `DocumentTooLarge` past the form's limit, `Forbidden` for a form of another bucket.
 */
export async function acceptUpload(
  store: DocumentStore,
  grant: UploadGrant,
  bytes: Uint8Array,
  signal?: AbortSignal,
): Promise<{ readonly versionId: string }> {
  if (grant.bucket !== store.bucket) throw forbidden('is for another bucket');
  if (bytes.length > grant.maxBytes) {
    throw new PipelineFailure('DocumentTooLarge', 'the upload is over the limit of its form', {
      details: { bytes: bytes.length, maxBytes: grant.maxBytes },
    });
  }
  const { key, access, metadata } = grant;
  return await store.write(key, bytes, { access, metadata }, signal);
}

function forbidden(why: string): PipelineFailure {
  return new PipelineFailure('Forbidden', `the upload form ${why}`);
}
