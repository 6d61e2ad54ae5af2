import { Duration } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { type PrivateBucketProps, privateBucket } from './private-bucket.ts';

/**
 * What steps leave for each other. It keeps no versions, so that what is removed is gone. Publish and reject remove raw
 * text and work at once; the lifecycle is for what a crash leaves behind. Its key is of everything but what is under
 * `raw/`, whose writer names a key of its own.
 */
export class ArtifactBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);

    this.bucket = new Bucket(this, 'Bucket', {
      ...privateBucket(props),
      lifecycleRules: [
        { prefix: 'raw/', expiration: Duration.days(1) },
        { prefix: 'work/', expiration: Duration.days(7) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    const noAccessLog = 'Its keys are ids and only functions of the product use it: the ledger has their history.';
    acknowledge(this.bucket, {
      'AwsSolutions-S1': noAccessLog,
      'NIST.800.53.R5-S3BucketLoggingEnabled': noAccessLog,
      'NIST.800.53.R5-S3BucketVersioningEnabled': 'What is removed must be gone: raw text above all.',
    });
  }
}
