import { GetExecutionHistoryCommand, ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { documentIdOf } from '#shared/domain/identity.ts';
import { OUTCOMES } from '../fixtures/samples.ts';
import type { Library } from './sample-documents.ts';

/** Entered only where Textract reads scans, which the emulator does not know: the interpreter's test takes their branches. */
export const OF_SCANS = ['await-recognition', 'recognise'];

/**
 * The names of all states that executions of the deployed machine entered. The emulator's history keeps silent about what
 * is inside a Map: of that the ledger knows, in which every step writes that it ran.
 */
export async function enteredStates(
  client: SFNClient,
  stateMachineArn: string,
  library: Library,
): Promise<ReadonlySet<string>> {
  const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1_000 }));
  const names = new Set<string>();
  for (const { executionArn } of executions) {
    const history = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
    for (const { stateEnteredEventDetails } of history.events ?? []) {
      if (stateEnteredEventDetails?.name !== undefined) names.add(stateEnteredEventDetails.name);
    }
  }
  for (const { document } of OUTCOMES) {
    const [tenantId = ''] = document.split('/');
    const id = documentIdOf(tenantId, library.bucket, `tenants/${document}`);
    for (const { step } of await library.ledger.steps(tenantId, id)) names.add(step);
  }
  return names;
}
