import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import { readConfig } from '#shared/runtime/config.ts';
import { type EmulatedAws, REGION, ROOT_CREDENTIALS } from './emulated-aws.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CDK = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');

/** Characters that one command may print: a deployment names each resource several times. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * Runs the CDK's own command line as it is, with the emulator where AWS would be.
 *
 * @throws Error with what it printed when it does not end well.
 */
export async function runCdk(aws: EmulatedAws, ...options: readonly string[]): Promise<string> {
  const environment = {
    ...readConfig(z.object({}).catchall(z.string())),
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ROOT_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_CREDENTIALS.secretAccessKey,
    AWS_CA_BUNDLE: aws.certificate.file,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
  };
  const settings = { cwd: ROOT, env: environment, maxBuffer: MAX_OUTPUT };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [CDK, ...options, '--no-notices', '--ci'],
    settings,
  );
  return stdout + stderr;
}

/** Synthesizes both environments into `folder`, as the settings in deployed-app.ts make them. */
export function synthesize(aws: EmulatedAws, folder: string, ...context: readonly string[]): Promise<string> {
  const { issuer, jwksUri } = aws.issuer;
  const settings = [`issuer=${issuer}`, `jwksUri=${jwksUri}`, ...context].flatMap((each) => ['-c', each]);
  return runCdk(
    aws,
    'synth',
    '--quiet',
    '--app',
    `"${process.execPath}" test/deploy/deployed-app.ts`,
    '-o',
    folder,
    ...settings,
  );
}

/** Deploys stacks of a synthesized app, such as `dev/*`. */
export function deploy(aws: EmulatedAws, folder: string, ...stacks: readonly string[]): Promise<string> {
  return runCdk(aws, 'deploy', '--app', folder, '--require-approval', 'never', '--concurrency', '4', ...stacks);
}
