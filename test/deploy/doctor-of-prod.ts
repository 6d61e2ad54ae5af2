import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { readConfig } from '#shared/runtime/config.ts';
import { type EmulatedAws, REGION, ROOT_CREDENTIALS } from './emulated-aws.ts';

const FindingsSchema = z.object({
  findings: z.array(z.object({ check: z.string(), ok: z.boolean(), found: z.string() })),
});
const EndingSchema = z.object({ stdout: z.string() });

/** What `affidavit doctor --environment prod --json` finds in the emulated account, as a process of its own. */
export async function doctorOfProd({ endpoint, certificate }: EmulatedAws) {
  const env = {
    ...readConfig(z.object({ PATH: z.string() })),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ROOT_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_CREDENTIALS.secretAccessKey,
    NODE_EXTRA_CA_CERTS: certificate.file,
  };
  const command = ['infra/local/cli/affidavit.mjs', 'doctor', '--environment', 'prod', '--json'];
  // It ends with 1 where it finds something missing, and has printed what.
  const ending: unknown = await promisify(execFile)(process.execPath, command, { env }).catch(
    (thrown: unknown) => thrown,
  );
  return FindingsSchema.parse(JSON.parse(EndingSchema.parse(ending).stdout)).findings;
}
