import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { readConfig } from '#shared/runtime/config.ts';
import { type EmulatedAws, REGION, ROOT_CREDENTIALS } from './emulated-aws.ts';

const EndingSchema = z.object({ stdout: z.string() });

/** What a command of ours prints as JSON, as a process of its own with the credentials of the emulated account. */
export async function affidavitInAccount(
  { endpoint, certificate }: EmulatedAws,
  ...words: readonly string[]
): Promise<unknown> {
  const env = {
    ...readConfig(z.object({ PATH: z.string() })),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ROOT_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_CREDENTIALS.secretAccessKey,
    NODE_EXTRA_CA_CERTS: certificate.file,
  };
  const command = ['infra/local/cli/affidavit.mjs', ...words, '--json'];
  // A doctor ends with 1 where it finds something missing, and has printed what.
  const ending: unknown = await promisify(execFile)(process.execPath, command, { env }).catch(
    (thrown: unknown) => thrown,
  );
  return JSON.parse(EndingSchema.parse(ending).stdout);
}
