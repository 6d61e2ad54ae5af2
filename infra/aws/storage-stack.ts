import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/settings.ts';
import { acknowledge } from './acknowledge.ts';
import { ArtifactBucket } from './constructs/artifact-bucket.ts';
import { DocumentBucket } from './constructs/document-bucket.ts';
import { LedgerTable } from './constructs/ledger-table.ts';
import type { StoredData } from './platform.ts';

export interface StorageStackProps extends StackProps {
  readonly settings: EnvironmentSettings;
}

/** Letters and digits of the master key: 64 hold 381 bits, of which 256 are needed. */
const MASTER_KEY_LENGTH = 64;

/** Everything that would be lost for good. */
export class StorageStack extends Stack {
  readonly data: StoredData;

  constructor(scope: Construct, id: string, { settings, ...props }: StorageStackProps) {
    super(scope, id, props);
    const isRetained = settings.retainsData;
    const removalPolicy = isRetained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const dataKey = new Key(this, 'DataKey', { enableKeyRotation: true, removalPolicy });
    // Apart, so that the right to read documents is no right to read what extraction left before redaction.
    const rawKey = new Key(this, 'RawKey', { enableKeyRotation: true, removalPolicy });
    const { bucket: documents } = new DocumentBucket(this, 'Documents', { key: dataKey, isRetained });
    const { bucket: artifacts } = new ArtifactBucket(this, 'Artifacts', { key: dataKey, isRetained });
    const { table } = new LedgerTable(this, 'Ledger', { isRetained });
    const masterKey = new Secret(this, 'MasterKey', {
      generateSecretString: { passwordLength: MASTER_KEY_LENGTH, excludePunctuation: true },
      removalPolicy,
    });
    const noRotation = 'Another master key would change every placeholder and unseal no object key: it never rotates.';
    acknowledge(masterKey, {
      'AwsSolutions-SMG4': noRotation,
      'NIST.800.53.R5-SecretsManagerRotationEnabled': noRotation,
      'NIST.800.53.R5-SecretsManagerUsingKMSKey':
        'Secrets Manager encrypts it with its own key. One of ours would be granted to the very roles that may read the secret, and lock nobody else out.',
    });

    this.data = {
      documentBucketName: this.exportValue(documents.bucketName),
      documentBucketArn: this.exportValue(documents.bucketArn),
      artifactBucketName: this.exportValue(artifacts.bucketName),
      artifactBucketArn: this.exportValue(artifacts.bucketArn),
      dataKeyArn: this.exportValue(dataKey.keyArn),
      rawKeyArn: this.exportValue(rawKey.keyArn),
      ledgerTableName: this.exportValue(table.tableName),
      ledgerTableArn: this.exportValue(table.tableArn),
      masterKeySecretArn: this.exportValue(masterKey.secretArn),
    };
  }
}
