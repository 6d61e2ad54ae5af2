import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { s3DocumentStore } from '#shared/adapters/aws/s3-document-store.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { artifactStoreSuite } from '../contract/suites/artifact-store-suite.ts';
import { documentStoreSuite } from '../contract/suites/document-store-suite.ts';
import { describeServices } from './describe-services.ts';
import { serviceBuckets } from './service-buckets.ts';

describeServices(['s3Mock'], ({ s3Mock }) => {
  const { client, emptyBucket } = serviceBuckets(s3Mock);

  documentStoreSuite({
    name: 'aws: S3',
    create: async () => s3DocumentStore({ client, bucket: await emptyBucket({ versioned: true }), clock: systemClock }),
  });
  artifactStoreSuite({
    name: 'aws: S3',
    create: async () => s3ArtifactStore({ client, bucket: await emptyBucket({ versioned: false }) }),
  });
});
