import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { s3DocumentStore } from '#shared/adapters/aws/s3-document-store.ts';
import { fakeS3 } from '../doubles/fake-s3.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { artifactStoreSuite } from './suites/artifact-store-suite.ts';
import { documentStoreSuite } from './suites/document-store-suite.ts';

for (const pageSize of [1_000, 2]) {
  documentStoreSuite({
    name: `aws: S3 in memory, listing ${pageSize} at once`,
    create: () => s3DocumentStore({ client: fakeS3({ pageSize }).client, bucket: 'documents', clock: manualClock() }),
  });
  artifactStoreSuite({
    name: `aws: S3 in memory, listing ${pageSize} at once`,
    create: () => s3ArtifactStore({ client: fakeS3({ pageSize }).client, bucket: 'artifacts' }),
  });
}
