import { stepRecordSchema } from '../../contracts/ledger-records.ts';
import type { StepRecord } from '../../domain/document.ts';
import { mergeSteps } from '../../domain/step-history.ts';
import type { Ids } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { awsCall } from './aws-call.ts';
import { type DynamoTable, UNREADABLE, UNWRITABLE } from './dynamo-table.ts';

/**
 * The history: one item a run, merged when it is read. The batches of a Map end all at once, and a single row that all
 * of them change would make each wait for the others.
 */
export function dynamoSteps(items: DynamoTable, ids: Ids): Pick<Ledger, 'recordStep' | 'steps'> {
  return {
    recordStep: (step, signal) =>
      awsCall(UNWRITABLE, signal, (options) => {
        const sk = `${step.startedAt}#${ids.random()}`;
        return items.put({ pk: partitionOf(step.tenantId, step.documentId), sk, record: step }, {}, options);
      }),

    steps: (tenantId, documentId, signal) =>
      awsCall(UNREADABLE, signal, async (options) => {
        const found = await items.query({ pk: partitionOf(tenantId, documentId) }, options);
        return merged(found.map(({ record }) => stepRecordSchema().parse(record)));
      }),
  };
}

/** The runs come by their start, so that the first of each step gives its place. */
function merged(runs: readonly StepRecord[]): StepRecord[] {
  const steps = new Map<string, StepRecord>();
  for (const run of runs) {
    const name = JSON.stringify([run.versionId, run.attempt, run.step]);
    const known = steps.get(name);
    steps.set(name, known ? mergeSteps(known, run) : run);
  }
  return [...steps.values()];
}

function partitionOf(tenantId: string, documentId: string): string {
  return `steps#${tenantId}#${documentId}`;
}
