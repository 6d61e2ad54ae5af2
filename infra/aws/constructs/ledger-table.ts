import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { LEDGER_TABLE } from '#shared/contracts/ledger-table.ts';
import { acknowledge } from '../acknowledge.ts';

export interface LedgerTableProps {
  readonly isRetained: boolean;
}

/** Days back to which the table can be restored: as many as DynamoDB keeps. Deleted rows live on as long. */
const RECOVERY_DAYS = 35;

/** The facts: documents, collections, histories, receipts. */
export class LedgerTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { isRetained }: LedgerTableProps) {
    super(scope, id);
    const key = (name: string) => ({ name, type: AttributeType.STRING });

    this.table = new Table(this, 'Table', {
      partitionKey: key(LEDGER_TABLE.partitionKey),
      sortKey: key(LEDGER_TABLE.sortKey),
      timeToLiveAttribute: LEDGER_TABLE.timeToLive,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED, // A key of ours would have to be granted to every function.
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
