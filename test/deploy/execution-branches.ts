import { GetExecutionHistoryCommand, type HistoryEvent, paginateListExecutions } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { definitionOf, PipelineTemplateSchema } from '#infra/local/state-machine.ts';
import { type BranchEvent, branchesOf, takenBranches } from '../doubles/definition-branches.ts';
import { type DeployedProduct, templatesOf } from './deployed-product.ts';

/** Every branch of the deployed state machine, in words, and those that no execution took. */
export interface BranchCoverage {
  readonly all: readonly string[];
  readonly never: readonly string[];
}

const StateSchema = z.looseObject({
  Type: z.string(),
  Retry: z.array(z.looseObject({ ErrorEquals: z.array(z.string()) })).default([]),
  Catch: z.array(z.looseObject({ Next: z.string() })).default([]),
  ItemProcessor: z.looseObject({ States: z.record(z.string(), z.unknown()) }).optional(),
});
type State = z.output<typeof StateSchema>;

/**
 * Reads the history of every execution. The emulator's tells of each state that was entered outside of a Map, and of each
 * try of a task with its error; so a retrier was taken when its state's function is called again after an error that it
 * names, and a catcher when the execution goes from its state to where it leads.
 */
export async function branchCoverage(product: DeployedProduct): Promise<BranchCoverage> {
  const { Pipeline } = await templatesOf(product, 'dev');
  const { States } = definitionOf(PipelineTemplateSchema.parse(Pipeline));
  const states = statesIn(States);
  const stepOf = await stepsByArn(product);
  const { taken, note } = takenBranches();
  const { stepFunctions: client } = product.clients;
  const { stateMachineArn } = product.dev;
  for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn, maxResults: 1_000 })) {
    for (const { executionArn } of executions) {
      const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
      for (const event of branchEvents(events, states, stepOf)) note(event);
    }
  }
  const all = branchesOf(States);
  return { all, never: all.filter((branch) => !taken.has(branch)) };
}

function statesIn(states: Readonly<Record<string, unknown>>): ReadonlyMap<string, State> {
  return new Map(
    Object.entries(states).flatMap(([name, unparsed]) => {
      const state = StateSchema.parse(unparsed);
      return [[name, state] as const, ...(state.ItemProcessor ? statesIn(state.ItemProcessor.States) : [])];
    }),
  );
}

/** Which step a task's function is: each has one of its own. */
async function stepsByArn({ aws }: DeployedProduct): Promise<(arn: string) => string> {
  const functions = [...(await aws.keys.all()).values()];
  const names = new Map(functions.map(({ functionName, name }) => [functionName, name]));
  return (arn) => names.get(arn.split(':')[6] ?? '') ?? '';
}

function* branchEvents(
  history: readonly HistoryEvent[],
  states: ReadonlyMap<string, State>,
  stepOf: (arn: string) => string,
): Generator<BranchEvent> {
  const failed = new Map<string, string>();
  let current = '';
  for (const { stateEnteredEventDetails: entered, taskScheduledEventDetails: tried, ...event } of history) {
    if (event.taskFailedEventDetails) {
      const { resource = '', error = '' } = event.taskFailedEventDetails;
      failed.set(stepOf(resource), error);
    } else if (tried) yield* triedAgain(stepOf(tried.resource ?? ''), states, failed);
    else if (entered?.name !== undefined) {
      const catcher = states.get(current)?.Catch.find(({ Next }) => Next === entered.name);
      if (catcher) yield { type: 'StateCaught', state: { name: current }, catch: { catcher } };
      current = entered.name;
      yield { type: 'StateEntered', state: { name: current, type: states.get(current)?.Type ?? '' } };
    }
  }
}

/** A task is called: within a Map that is how its state is known to be entered, and after an error it is a further try. */
function* triedAgain(
  name: string,
  states: ReadonlyMap<string, State>,
  failed: Map<string, string>,
): Generator<BranchEvent> {
  yield { type: 'StateEntered', state: { name, type: 'Task' } };
  const error = failed.get(name);
  if (error === undefined) return;
  failed.delete(name);
  const retrier = states.get(name)?.Retry.find(({ ErrorEquals }) => ErrorEquals.includes(error));
  if (retrier) yield { type: 'StateRetried', state: { name }, retry: { retrier } };
}
