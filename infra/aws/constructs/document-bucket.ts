import { Duration } from 'aws-cdk-lib';
import { Bucket, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { type PrivateBucketProps, privateBucket } from './private-bucket.ts';

/** How long a version that is no longer current can be had back. Erasure does not wait for it: it names each version. */
const FORMER_VERSIONS_KEPT = Duration.days(30);

/** Source documents, in versions. Every change becomes an event on EventBridge. */
export class DocumentBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);

    this.bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      ...privateBucket(props),
      lifecycleRules: [
        { noncurrentVersionExpiration: FORMER_VERSIONS_KEPT, abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    // The L2's `eventBridgeEnabled` would set this by a custom resource that may change any bucket of the account.
    const resource = this.bucket.node.defaultChild as CfnBucket; // What an L2 bucket is made of.
    resource.addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true);
    const noAccessLog = 'Access logs repeat object keys, which are file names and may hold personal data.';
    acknowledge(this.bucket, { 'AwsSolutions-S1': noAccessLog, 'NIST.800.53.R5-S3BucketLoggingEnabled': noAccessLog });
  }
}
