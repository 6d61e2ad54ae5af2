import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PipelineFailure } from '#shared/domain/failures.ts';

const run = promisify(execFile);

/** Oldest Java that the three servers run on. Source: their requirements; S3Mock 4 and DynamoDB Local 3 need 17. */
const OLDEST_JAVA = 17;

/**
 * Makes sure that the servers can be started on this machine.
 *
 * @throws PipelineFailure `DependencyUnavailable` whose message says what is missing, as in `java not found`.
 */
export async function requireJava(): Promise<void> {
  const { stderr } = await output('java', ['-version']);
  const [, major = '0'] = /version "(\d+)/.exec(stderr) ?? [];
  if (Number(major) < OLDEST_JAVA) throw missing(`java ${OLDEST_JAVA} not found, only ${major}`);
  // The launcher of OpenSearch is compiled as it starts, which a runtime without the compiler cannot.
  const { stdout } = await output('java', ['--list-modules']);
  if (!stdout.includes('jdk.compiler')) throw missing(`a JDK not found, only a runtime of java ${major}`);
}

/**
 * Makes sure that servers can be fetched; what is in the cache needs no Maven.
 *
 * @throws PipelineFailure `DependencyUnavailable`, `mvn not found`.
 */
export async function requireMaven(): Promise<void> {
  await output('mvn', ['--version']);
}

async function output(command: string, options: readonly string[]) {
  try {
    return await run(command, options);
  } catch {
    throw missing(`${command} not found`);
  }
}

function missing(message: string): PipelineFailure {
  return new PipelineFailure('DependencyUnavailable', message);
}
