import { CloudFormationClient, DescribeStacksCommand, type Output } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { faultDetails } from '#shared/adapters/aws/aws-call.ts';
import { dynamoAnswerHistory } from '#shared/adapters/aws/dynamo-answer-history.ts';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSpending } from '#shared/adapters/aws/dynamo-spending.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { AnswerHistory } from '#shared/ports/answer-history.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Spending } from '#shared/ports/spending.ts';

/** The books of an environment, as its functions keep them. */
interface EnvironmentAccounts {
  readonly ledger: Ledger;
  readonly answers: AnswerHistory;
  readonly spending: Spending;
}

interface AccountsClients {
  readonly cloudFormation: CloudFormationClient;
  readonly dynamoDb: DynamoDBClient;
}

/**
 * Opens the ledger of a deployed environment with the credentials and the region of the shell, which take
 * `cloudformation:DescribeStacks` on its storage stack, `dynamodb:GetItem` and `Query` on the table, and `kms:Decrypt` on the
 * table's key.
 *
 * @throws PipelineFailure `NotFound` when it is not deployed there, `DependencyUnavailable` when nobody says so.
 */
export async function environmentAccounts(
  environment: string,
  { cloudFormation, dynamoDb }: AccountsClients = shellClients(),
): Promise<EnvironmentAccounts> {
  const table = await ledgerTableOf(environment, cloudFormation);
  const given = { client: dynamoDb, table, clock: systemClock, ids: randomIds };
  return { ledger: dynamoLedger(given), answers: dynamoAnswerHistory(given), spending: dynamoSpending(given) };
}

function shellClients(): AccountsClients {
  // Somebody who is refused hears so at once: no more than one further try.
  return { cloudFormation: new CloudFormationClient({ maxAttempts: 2 }), dynamoDb: new DynamoDBClient() };
}

/** The table's name, an output of the storage stack: CloudFormation gave it. */
async function ledgerTableOf(environment: string, client: CloudFormationClient): Promise<string> {
  const StackName = `affidavit-${environment}-storage`;
  const doctor = `\`affidavit doctor --environment ${environment}\` says what is missing`;
  let outputs: readonly Output[] = [];
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
  } catch (cause) {
    const details = faultDetails(cause);
    // CloudFormation says of a stack that is not there that the request is not valid.
    if (details.error !== 'ValidationError')
      throw new PipelineFailure('DependencyUnavailable', `CloudFormation failed (${details.error}): ${doctor}`, {
        details,
      });
  }
  const table = outputs.find(({ OutputKey }) => OutputKey === 'LedgerTable')?.OutputValue;
  if (table !== undefined) return table;
  throw new PipelineFailure('NotFound', `no ledger of ${environment} is in this account and region: ${doctor}`);
}
