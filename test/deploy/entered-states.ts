import { GetExecutionHistoryCommand, ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';

/** The names of all states that executions of the deployed machine entered. */
export async function enteredStates(client: SFNClient, stateMachineArn: string): Promise<ReadonlySet<string>> {
  const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1_000 }));
  const names = new Set<string>();
  for (const { executionArn } of executions) {
    const history = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
    for (const { stateEnteredEventDetails } of history.events ?? []) {
      if (stateEnteredEventDetails?.name !== undefined) names.add(stateEnteredEventDetails.name);
    }
  }
  return names;
}
