import { join } from 'node:path';
import { mavenFolders } from './maven-folders.ts';
import { requireJava } from './required-tools.ts';
import type { RunningServer } from './running-server.ts';
import { cachedFolder } from './services-cache.ts';
import { startJava } from './start-java.ts';

export const S3_MOCK_VERSION = '4.7.0';

/**
 * Starts Adobe's S3Mock, whose buckets are addressed by path. It takes any credentials and emits no events.
 *
 * @throws PipelineFailure `DependencyUnavailable` when Java, Maven or the artifact is missing.
 */
export async function startS3Mock(): Promise<RunningServer> {
  await requireJava();
  const home = await cachedFolder(`s3-mock-${S3_MOCK_VERSION}`, fetchS3Mock);
  const jar = join(home, `s3mock-${S3_MOCK_VERSION}-exec.jar`);
  return startJava({
    name: 's3-mock',
    ports: 2,
    readyPath: '/',
    options: async (folder, [port, tlsPort]) => [
      '-Xmx256m',
      '-XX:TieredStopAtLevel=1',
      `-Djava.io.tmpdir=${folder}`,
      `-Dserver.port=${tlsPort}`,
      `-Dhttp.port=${port}`,
      '-jar',
      jar,
    ],
  });
}

async function fetchS3Mock(home: string): Promise<void> {
  const artifacts = [`com.adobe.testing:s3mock:${S3_MOCK_VERSION}:jar:exec`];
  await mavenFolders([{ path: home, artifacts, take: 'copy-alone' }]);
}
