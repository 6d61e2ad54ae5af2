import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { acknowledge } from './acknowledge.ts';
import { ArtifactBucket } from './constructs/artifact-bucket.ts';
import { DocumentBucket } from './constructs/document-bucket.ts';
import { LedgerTable } from './constructs/ledger-table.ts';
import { issuerOf, UserDirectory } from './constructs/user-directory.ts';
import type { StoredData, TokenIssuer } from './platform.ts';

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

    // One a class of data, so that the right to read documents is no right to read, say, what extraction left of them.
    const keyOf = (id: string) => new Key(this, id, { enableKeyRotation: true, removalPolicy });
    const [documentKey, rawKey, artifactKey] = [keyOf('DocumentKey'), keyOf('RawKey'), keyOf('ArtifactKey')];
    const secretKey = keyOf('SecretKey');
    const { bucket: documents } = new DocumentBucket(this, 'Documents', { key: documentKey, isRetained });
    const { bucket: artifacts } = new ArtifactBucket(this, 'Artifacts', { key: artifactKey, isRetained });
    const { table } = new LedgerTable(this, 'Ledger', { key: keyOf('LedgerKey'), isRetained });
    const masterKey = this.masterKey(secretKey, removalPolicy);

    new CfnOutput(this, 'DocumentBucket', { value: documents.bucketName });
    new CfnOutput(this, 'LedgerTable', { value: table.tableName });
    this.data = {
      tokens: settings.tokens ?? this.ownIssuer(settings.groups ?? [], isRetained),
      documentBucketName: this.exportValue(documents.bucketName),
      documentBucketArn: this.exportValue(documents.bucketArn),
      artifactBucketName: this.exportValue(artifacts.bucketName),
      artifactBucketArn: this.exportValue(artifacts.bucketArn),
      documentKeyArn: this.exportValue(documentKey.keyArn),
      artifactKeyArn: this.exportValue(artifactKey.keyArn),
      rawKeyArn: this.exportValue(rawKey.keyArn),
      ledgerTableName: this.exportValue(table.tableName),
      ledgerTableArn: this.exportValue(table.tableArn),
      secretKeyArn: this.exportValue(secretKey.keyArn),
      masterKeySecretArn: this.exportValue(masterKey.secretArn),
    };
  }
  private masterKey(encryptionKey: Key, removalPolicy: RemovalPolicy): Secret {
    const masterKey = new Secret(this, 'MasterKey', {
      generateSecretString: { passwordLength: MASTER_KEY_LENGTH, excludePunctuation: true },
      encryptionKey,
      removalPolicy,
    });
    const noRotation = 'Another master key would change every placeholder and unseal no object key: it never rotates.';
    acknowledge(masterKey, {
      'AwsSolutions-SMG4': noRotation,
      'NIST.800.53.R5-SecretsManagerRotationEnabled': noRotation,
      'NIST.800.53.R5-SecretsManagerUsingKMSKey':
        'Secrets Manager encrypts it with its own key. One of ours would be granted to the very roles that may read the secret, and lock nobody else out.',
    });
    return masterKey;
  }

  private ownIssuer(groups: readonly string[], isRetained: boolean): TokenIssuer {
    const { userPoolId, clientId } = new UserDirectory(this, 'Directory', { groups, isRetained });
    new CfnOutput(this, 'UserPool', { value: userPoolId });
    new CfnOutput(this, 'UserPoolClient', { value: clientId });
    return issuerOf(this.exportValue(userPoolId), this.exportValue(clientId));
  }
}
