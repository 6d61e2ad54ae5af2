import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { type Call, fakeDynamoDb } from './fake-dynamo-db.ts';

/** What the storage stack of `prod` calls its ledger. */
export const DEPLOYED_LEDGER = 'affidavit-prod-storage-LedgerTable9F-1A';

/**
 * An account in which `prod` is deployed, by the answer that CloudFormation gives of its storage stack, and its ledger in
 * memory. `before` runs before each call of DynamoDB and may answer it by an error's name.
 */
export function deployedAccount(before: (call: Call) => string | undefined = () => undefined) {
  const cloudFormation = new CloudFormationClient({ region: 'us-east-1' });
  const stack = { StackName: 's', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE' } as const;
  const Outputs = [
    { OutputKey: 'DocumentBucket', OutputValue: 'documents' },
    { OutputKey: 'LedgerTable', OutputValue: DEPLOYED_LEDGER },
  ];
  const found = mockClient(cloudFormation).on(DescribeStacksCommand, { StackName: 'affidavit-prod-storage' });
  found.resolves({ Stacks: [{ ...stack, Outputs }] });
  const { client: dynamoDb, calls, items } = fakeDynamoDb({ before });
  return { clients: { cloudFormation, dynamoDb }, calls, items, found };
}
