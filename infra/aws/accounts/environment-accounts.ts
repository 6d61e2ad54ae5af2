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
import type { Clock } from '#shared/ports/clock.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Spending } from '#shared/ports/spending.ts';

/** The books of an environment, as its functions keep them. */
export interface EnvironmentAccounts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly answers: AnswerHistory;
  readonly spending: Spending;
}

export interface AccountsClients {
  readonly cloudFormation: CloudFormationClient;
  readonly dynamoDb: DynamoDBClient;
}

/**
 * Opens the ledger of a deployed environment with the credentials and the region of the shell, which take
 * `cloudformation:DescribeStacks` on its storage stack.
 *
 * @throws PipelineFailure `NotFound` when it is not deployed there, `DependencyUnavailable` when nobody says so,
 * `AccountRefused` without a region.
 */
export async function environmentAccounts(
  environment: string,
  { cloudFormation, dynamoDb }: AccountsClients = shellClients(),
): Promise<EnvironmentAccounts> {
  const table = await ledgerTableOf(environment, cloudFormation);
  const clock = systemClock;
  const given = { client: dynamoDb, table, clock, ids: randomIds };
  return { clock, ledger: dynamoLedger(given), answers: dynamoAnswerHistory(given), spending: dynamoSpending(given) };
}

function shellClients(): AccountsClients {
  // Somebody who is refused hears so at once: no more than one further try.
  return { cloudFormation: new CloudFormationClient({ maxAttempts: 2 }), dynamoDb: new DynamoDBClient() };
}

/** The table's name, an output of the storage stack: CloudFormation gave it. */
async function ledgerTableOf(environment: string, client: CloudFormationClient): Promise<string> {
  const StackName = `affidavit-${environment}-storage`;
  const region = await client.config.region().catch(() => undefined); // The SDK throws where none is set.
  if (region === undefined)
    throw new PipelineFailure('AccountRefused', 'no region is set: `export AWS_REGION=<region>` names one');
  let outputs: readonly Output[] = [];
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    outputs = Stacks.flatMap(({ Outputs = [] }) => Outputs);
  } catch (cause) {
    const details = faultDetails(cause);
    // CloudFormation says of a stack that is not there that the request is not valid.
    if (details.error !== 'ValidationError')
      throw new PipelineFailure('DependencyUnavailable', `CloudFormation did not name the ledger of ${environment}`, {
        details,
      });
  }
  const table = outputs.find(({ OutputKey }) => OutputKey === 'LedgerTable')?.OutputValue;
  if (table !== undefined) return table;
  const doctor = `\`affidavit doctor --environment ${environment}\` says what is missing`;
  throw new PipelineFailure('NotFound', `no ledger of ${environment} is in this account and region: ${doctor}`);
}
