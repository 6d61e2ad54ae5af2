import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';

export interface PrivateBucketProps {
  readonly key: IKey;
  readonly isRetained: boolean;
}

/** What every bucket of the product is: encrypted under a key of ours, reached over TLS alone, public to nobody. */
export function privateBucket({ key, isRetained }: PrivateBucketProps): BucketProps {
  return {
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    removalPolicy: isRetained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  };
}
