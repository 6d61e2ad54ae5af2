import { join } from 'node:path';
import { mavenFolders } from './maven-folders.ts';
import { requireJava } from './required-tools.ts';
import type { RunningServer } from './running-server.ts';
import { cachedFolder } from './services-cache.ts';
import { startJava } from './start-java.ts';

export const DYNAMO_DB_VERSION = '3.1.0';

/**
 * Starts DynamoDB Local, AWS's own, with its tables in memory. It takes any credentials.
 *
 * @throws PipelineFailure `DependencyUnavailable` when Java, Maven or the artifact is missing.
 */
export async function startDynamoDb(): Promise<RunningServer> {
  await requireJava();
  const home = await cachedFolder(`dynamo-db-${DYNAMO_DB_VERSION}`, fetchDynamoDb);
  const lib = join(home, 'lib');
  const run = ['software.amazon.dynamodb.services.local.main.ServerRunner', '-inMemory', '-sharedDb'];
  return startJava({
    name: 'dynamo-db',
    ports: 1,
    readyPath: '/', // It answers 400 to what is not signed.
    options: async (_folder, [port]) => [
      ...['-Xmx256m', `-Djava.library.path=${lib}`, '-cp', join(lib, '*')],
      ...[...run, '-port', `${port}`],
    ],
  });
}

async function fetchDynamoDb(home: string): Promise<void> {
  const artifacts = [`software.amazon.dynamodb:DynamoDBLocal:${DYNAMO_DB_VERSION}`];
  await mavenFolders([{ path: join(home, 'lib'), artifacts, take: 'copy' }]);
}
