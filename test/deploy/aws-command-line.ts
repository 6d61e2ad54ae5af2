import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { readConfig } from '#shared/runtime/config.ts';
import { type EmulatedAws, REGION, ROOT_CREDENTIALS } from './emulated-aws.ts';
import { pythonEnvironment } from './python-environment.ts';

/** Of AWS's own command line (Apache 2.0): the newest of version 1, for version 2 is in no package registry. */
const AWS_CLI_VERSION = '1.46.3';

/** Runs `aws` with these words. It asks the emulated account and nobody else, and writes files into `folder`. */
export type AwsCommandLine = (words: readonly string[]) => Promise<CommandEnding>;

export interface CommandEnding {
  readonly code: number;
  readonly output: string;
  readonly error: string;
}

const FailedSchema = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });

/**
 * AWS's own command line from the cache, where it is installed once.
 *
 * @throws PipelineFailure `DependencyUnavailable` whose message says what is missing.
 */
export async function awsCommandLine(
  aws: Pick<EmulatedAws, 'endpoint' | 'certificate'>,
  folder: string,
): Promise<AwsCommandLine> {
  const python = await pythonEnvironment(`aws-cli-${AWS_CLI_VERSION}`, [`awscli==${AWS_CLI_VERSION}`]);
  const env = {
    ...readConfig(z.object({ PATH: z.string() })),
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: ROOT_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_CREDENTIALS.secretAccessKey,
    AWS_CA_BUNDLE: aws.certificate.file,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_MAX_ATTEMPTS: '1',
  };
  const there = ['--endpoint-url', aws.endpoint]; // For SQS, a variable of the environment is not enough.
  return async (words) => {
    try {
      const command = [...PIPED, python, '-m', 'awscli', ...known(words), ...there];
      const { stdout, stderr } = await promisify(execFile)('bash', command, { env, cwd: folder });
      return { code: 0, output: stdout, error: stderr };
    } catch (thrown) {
      const { code, stdout, stderr } = FailedSchema.parse(thrown);
      return { code, output: stdout, error: stderr };
    }
  };
}

/** Node's own pipes are sockets, on which `/dev/stdout`, where some commands write, cannot be opened. */
const PIPED = ['--norc', '-o', 'pipefail', '-c', '"$@" | cat', 'aws'];

/** Version 1 takes bytes as they are, and does not know the option by which version 2 is told to. */
function known(words: readonly string[]): string[] {
  const at = words.indexOf('--cli-binary-format');
  return at < 0 ? [...words] : [...words.slice(0, at), ...words.slice(at + 2)];
}
