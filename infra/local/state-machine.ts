import { ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { FUNCTION_METADATA } from '#shared/contracts/steps.ts';
import { type FailureName, failureNamed } from '#shared/domain/failures.ts';
import { type ExecutionEvent, type ExecutionFigures, type ExecutionMeter, executionMeter } from './execution-meter.ts';
import type { LocalFunction } from './local-function.ts';

/** A CloudFormation template, as far as a local run reads it. */
export const PipelineTemplateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.looseObject({}).optional(),
      Metadata: z.looseObject({}).optional(),
    }),
  ),
});
export type PipelineTemplate = z.output<typeof PipelineTemplateSchema>;

/** What `Fn::Join` is in a template: a separator, and parts that are text or refer to resources. */
const JoinSchema = z.object({
  'Fn::Join': z.tuple([z.string(), z.array(z.union([z.string(), z.looseObject({})]))]),
});
const GetAttSchema = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const StateSchema = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  ItemProcessor: z.looseObject({ States: z.record(z.string(), z.unknown()) }).optional(),
});

/** Every function's name stands behind this prefix in the definition that runs here. */
const LOCAL_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:';

/** A day: longer than any function's own limit. Without a number the interpreter would take 60. */
const TASK_TIMEOUT_SECONDS = 86_400;

/** How an execution ended, and what it would have weighed in Step Functions. */
export interface ExecutionEnd extends ExecutionFigures {
  /** A `Fail` state, or an error that nothing caught, ends it by its name. */
  readonly outcome: 'succeeded' | FailureName;
  /** Whether it came to one of its final states. Otherwise nobody has written the failure down yet. */
  readonly reachedEnd: boolean;
}

export interface LocalStateMachine {
  /** Names of the states that call a function, in no order, each with that function's name. */
  readonly tasks: ReadonlyMap<string, string>;
  /**
   * Runs one execution to its end. A payload that Step Functions refuses ends it as there, past every Catch, and by
   * `DocumentTooLarge`, for nothing but the number of a document's parts makes it grow.
   */
  run(input: object): Promise<ExecutionEnd>;
}

interface LocalStateMachineOptions {
  /** Milliseconds between two tries of a task, in place of the template's own seconds; for tests. */
  readonly retryInterval?: number | undefined;
  /** Told what each execution does; for tests that ask which branches were taken. */
  readonly onEvent?: (event: ExecutionEvent) => void;
}

/**
 * The state machine of a synthesized template, run on this machine: states come from the template alone, and a task
 * calls whichever local function stands for the Lambda that the template names. Built once; runs may overlap.
 *
 * @throws Error when the template holds no state machine, or a task for which there is no function.
 */
export function localStateMachine(
  template: PipelineTemplate,
  functions: Readonly<Record<string, LocalFunction>>,
  { retryInterval, onEvent = () => undefined }: LocalStateMachineOptions = {},
): LocalStateMachine {
  const whole = definitionOf(template);
  const definition = { ...whole, States: patientTasks(whole.States) };
  const tasks = new Map(tasksIn(definition.States));
  const handlers = [...tasks].map(([state, name]) => [state, functionNamed(name, functions)] as const);
  const retries = retryInterval === undefined ? undefined : [...tasks.keys()].map((state) => [state, retryInterval]);
  const overridesFor = (meter: ExecutionMeter) => ({
    taskResourceLocalHandlers: Object.fromEntries(handlers.map(([state, run]) => [state, metered(run, meter)])),
    ...(retries && { retryIntervalOverrides: Object.fromEntries(retries) }),
  });
  // Validation takes half a second of each start, and finds what a test of the template finds before.
  const machine = new StateMachine(asInterpreted(definition), { validationOptions: { noValidate: true } });

  return {
    tasks,
    run: async (input) => {
      let isTooLarge = false;
      const meter = executionMeter(() => {
        isTooLarge = true;
        execution.abort();
      });
      const execution = machine.run({ ...input }, { overrides: overridesFor(meter) });
      const counted = follow(execution.eventLogs, (event) => {
        meter.note(event);
        onEvent(event);
      });
      const outcome = await execution.result.then(
        () => 'succeeded' as const,
        (error: Error) => (isTooLarge ? 'DocumentTooLarge' : nameOf(error)),
      );
      await counted;
      return { outcome, reachedEnd: meter.reachedEnd(), ...meter.figures() };
    },
  };
}

/** The interpreter's types ask for every field of every state. */
function asInterpreted(definition: object): ConstructorParameters<typeof StateMachine>[0] {
  return definition as ConstructorParameters<typeof StateMachine>[0]; // Seen to be one by its validator, in a test.
}

/** The definition as Step Functions will read it, with the names of our functions where ARNs will stand. */
export function definitionOf(template: PipelineTemplate): { readonly States: Readonly<Record<string, unknown>> } {
  const machine = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
  if (machine === undefined) throw new Error('the template holds no state machine');

  const [separator, parts] = JoinSchema.parse(machine.Properties?.['DefinitionString'])['Fn::Join'];
  const text = parts.map((part) => (typeof part === 'string' ? part : arnFor(part, template))).join(separator);
  return z.looseObject({ States: z.record(z.string(), z.unknown()) }).parse(JSON.parse(text));
}

function arnFor(part: object, { Resources }: PipelineTemplate): string {
  const reference = GetAttSchema.safeParse(part);
  if (!reference.success) return 'aws'; // The one other reference in a definition is to the partition.
  const name = Resources[reference.data['Fn::GetAtt'][0]]?.Metadata?.[FUNCTION_METADATA];
  return `${LOCAL_ARN}${String(name)}`;
}

function tasksIn(states: Readonly<Record<string, unknown>>): [state: string, functionName: string][] {
  return Object.entries(states).flatMap(([name, unparsed]) => {
    const { Type, Resource = '', ItemProcessor } = StateSchema.parse(unparsed);
    if (Type === 'Task') return [[name, Resource.slice(LOCAL_ARN.length)] as [string, string]];
    return ItemProcessor === undefined ? [] : tasksIn(ItemProcessor.States);
  });
}

/**
 * On AWS a task has a Lambda to itself; here it waits its turn for a model that all share, and a task given up while it
 * waits would be done again and make the others wait longer. So the functions' own time limits count, and no others.
 */
function patientTasks(states: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(states).map(([name, unparsed]) => {
    const { ItemProcessor, ...state } = StateSchema.parse(unparsed);
    if (state.Type === 'Task') return [name, { ...state, TimeoutSeconds: TASK_TIMEOUT_SECONDS }];
    if (ItemProcessor === undefined) return [name, state];
    return [name, { ...state, ItemProcessor: { ...ItemProcessor, States: patientTasks(ItemProcessor.States) } }];
  });
  return Object.fromEntries(kept);
}

function functionNamed(name: string, functions: Readonly<Record<string, LocalFunction>>): LocalFunction {
  const run = functions[name];
  if (run === undefined) throw new Error(`the template calls the function ${name}, which is not there`);
  return run;
}

function metered(run: LocalFunction, meter: ExecutionMeter) {
  return async (input: unknown) => {
    meter.notePayload(input);
    const output = await run(input);
    meter.notePayload(output);
    return output as null; // JSON, which the interpreter's type spells out.
  };
}

/** The interpreter never closes its log; these are the last that an execution writes into it. */
const LAST_EVENTS = ['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionAborted', 'ExecutionTimeout'];

async function follow(
  events: ReturnType<StateMachine['run']>['eventLogs'],
  note: (event: ExecutionEvent) => void,
): Promise<void> {
  for await (const event of events) {
    note(event);
    if (LAST_EVENTS.includes(event.type)) return;
  }
}

function nameOf(error: Error): FailureName {
  if (error instanceof ExecutionTimeoutError) return 'FunctionTimedOut';
  return failureNamed(error.cause instanceof Error ? error.cause.name : undefined);
}
