import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { LEDGER_TABLE } from '#shared/contracts/ledger-table.ts';
import { acknowledge } from '../acknowledge.ts';

export interface LedgerTableProps {
  readonly key: Key;
  readonly isRetained: boolean;
}

/** Days back to which the table can be restored: as many as DynamoDB keeps. Deleted rows live on as long. */
const RECOVERY_DAYS = 35;

/** The facts: documents, collections, histories, receipts. */
export class LedgerTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { key: encryptionKey, isRetained }: LedgerTableProps) {
    super(scope, id);
    const key = (name: string) => ({ name, type: AttributeType.STRING });

    allowThroughDynamoDb(encryptionKey);
    this.table = new Table(this, 'Table', {
      partitionKey: key(LEDGER_TABLE.partitionKey),
      sortKey: key(LEDGER_TABLE.sortKey),
      timeToLiveAttribute: LEDGER_TABLE.timeToLive,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: RECOVERY_DAYS },
      deletionProtection: isRetained,
      removalPolicy: isRetained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: LEDGER_TABLE.statusIndex.name,
      partitionKey: key(LEDGER_TABLE.statusIndex.partitionKey),
      sortKey: key(LEDGER_TABLE.sortKey),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    acknowledge(this.table, {
      'NIST.800.53.R5-DynamoDBInBackupPlan':
        'It can be restored to any second of 35 days. Backups kept longer would keep longer what was erased.',
    });
  }
}

/**
 * Whoever of this account may use the table uses the key through DynamoDB, and in no other way: as with the key that AWS
 * would manage, but one that rotates and can be taken away.
 *
 * Source: DynamoDB developer guide, "DynamoDB encryption at rest", the policy of the AWS managed key.
 */
function allowThroughDynamoDb(key: Key): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new AnyPrincipal()],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:CreateGrant',
        'kms:DescribeKey',
      ],
      resources: ['*'], // In a key's policy: this key.
      conditions: {
        StringEquals: {
          'kms:CallerAccount': Aws.ACCOUNT_ID,
          'kms:ViaService': `dynamodb.${Aws.REGION}.${Aws.URL_SUFFIX}`,
        },
      },
    }),
  );
}
