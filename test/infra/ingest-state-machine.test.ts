import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { synthesizedPipeline } from '#infra/aws/ingest-definition.ts';
import { definitionOf, PipelineTemplateSchema } from '#infra/local/state-machine.ts';
import { FUNCTION_METADATA, INGEST_STEPS } from '#shared/contracts/steps.ts';
import { RETRYABLE_FAILURES, TRANSIENT_SERVICE_ERRORS } from '#shared/domain/failures.ts';
import { ignoredFeatures } from './ignored-features.ts';

const RetrierSchema = z.object({
  ErrorEquals: z.array(z.string()),
  MaxAttempts: z.int(),
  MaxDelaySeconds: z.int().optional(),
  JitterStrategy: z.string().optional(),
});
const StateSchema = z.object({
  Type: z.string(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.looseObject({ Next: z.string() })).default([]),
  Resource: z.string().optional(),
  TimeoutSeconds: z.int().optional(),
  ResultPath: z.string().nullable().optional(),
  ItemsPath: z.string().optional(),
  ItemSelector: z.record(z.string(), z.string()).optional(),
  ItemProcessor: z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.unknown()) }).optional(),
  Retry: z.array(RetrierSchema).default([]),
  Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() })).default([]),
});
type State = z.output<typeof StateSchema>;

const template = PipelineTemplateSchema.parse(synthesizedPipeline({ environment: 'dev' }));
const definition = definitionOf(template);
const { StartAt, TimeoutSeconds, States } = z
  .object({ StartAt: z.string(), TimeoutSeconds: z.int(), States: z.record(z.string(), StateSchema) })
  .parse(definition);

const maps = Object.entries(States).filter(([, state]) => state.Type === 'Map');
const outer = Object.entries(States).filter(([, state]) => state.Type === 'Task');
const inner = maps.flatMap(([, map]) =>
  Object.entries(map.ItemProcessor?.States ?? {}).map(([name, state]): [string, State] => [
    name,
    StateSchema.parse(state),
  ]),
);
const tasks = [...outer, ...inner];
const steps = outer.filter(([name]) => name !== 'reject');

describe('the ingest state machine', () => {
  it('is one in the language of Step Functions, which nobody asks again when it runs', () => {
    // Its type is what is asked here. A copy, for the validator writes defaults into what it looks at.
    const copy = () => structuredClone(definition) as unknown as ConstructorParameters<typeof StateMachine>[0];

    expect(() => new StateMachine(copy())).not.toThrow();
    expect(() => new StateMachine({ ...copy(), StartAt: 'nowhere' })).toThrow('invalid');
  });

  it('has one task a step, named after it, which calls the Lambda of that step', () => {
    const called = tasks.map(([name, { Resource = '' }]) => [name, Resource.split(':').at(-1)]);

    expect(called.sort()).toEqual(INGEST_STEPS.map((step) => [step, step]).sort());
  });

  it('runs the steps in their order, and past all work when the bytes are unchanged', () => {
    const choice = States[States[StartAt]?.Next ?? ''];
    const order: string[] = [StartAt];
    for (let name = choice?.Default; name !== undefined; name = States[name]?.Next ?? States[name]?.Default) {
      const batches = States[name]?.ItemProcessor?.States;
      order.push(...(batches ? Object.keys(batches) : [name]));
    }

    const straight = INGEST_STEPS.filter((step) => step !== 'reject' && step !== 'recognise');
    expect(order.filter((name) => name !== 'recognising')).toEqual([...straight, 'published']);
    expect(choice?.Choices).toMatchObject([{ Variable: '$.outcome', StringEquals: 'unchanged', Next: 'publish' }]);
  });

  it('waits and asks for the text of a scan until there is some, as long as the steps say', () => {
    expect(States['extract']?.Next).toBe('recognising');
    expect(States['recognising']).toMatchObject({
      Choices: [{ Variable: '$.recognition', IsPresent: true, Next: 'await-recognition' }],
      Default: 'redact-batches',
    });
    expect(definition.States['await-recognition']).toEqual({
      Type: 'Wait',
      SecondsPath: '$.recognition.waitSeconds',
      Next: 'recognise',
    });
    expect(States['recognise']?.Next).toBe('recognising');
  });

  it.each(maps)('%s tells each batch whose it is, and keeps no result', (name, map) => {
    expect(map).toMatchObject({ ItemsPath: '$.batches', ResultPath: null });
    expect(map.ItemSelector).toEqual({
      'tenantId.$': '$.tenantId',
      'documentId.$': '$.documentId',
      'versionId.$': '$.versionId',
      'attempt.$': '$.attempt',
      'batch.$': '$$.Map.Item.Value',
      ...(name === 'embed-batches' && { 'documentClass.$': '$.documentClass', 'language.$': '$.language' }),
    });
  });

  it.each(tasks)('%s waits longer than its function may run, and not for ever', (name, task) => {
    const lambda = Object.values(template.Resources).find(({ Metadata }) => Metadata?.[FUNCTION_METADATA] === name);
    const timeout = z.int().parse(lambda?.Properties?.['Timeout']);

    expect(task.TimeoutSeconds).toBeGreaterThan(timeout);
    expect(task.TimeoutSeconds).toBeLessThanOrEqual(TimeoutSeconds);
  });

  it.each(tasks)('%s tries again exactly what can heal, and once what nobody knows', (_name, task) => {
    expect(task.Retry.map(({ MaxAttempts }) => MaxAttempts)).toEqual([4, 2, 1]);
    expect(task.Retry.flatMap(({ ErrorEquals }) => ErrorEquals).sort()).toEqual(
      [...RETRYABLE_FAILURES, ...TRANSIENT_SERVICE_ERRORS, 'States.Timeout', 'Lambda.Unknown'].sort(),
    );
  });

  it.each(tasks)(
    '%s is patient with outages, and tries three times what a document may cause itself',
    (_name, task) => {
      const furtherTries = (error: string) =>
        task.Retry.find((retry) => retry.ErrorEquals.includes(error))?.MaxAttempts;

      expect(['ModelThrottled', 'DependencyUnavailable', 'LedgerConflict'].map(furtherTries)).toEqual([4, 4, 4]);
      expect(['FunctionTimedOut', 'States.Timeout', 'DetectorUnavailable'].map(furtherTries)).toEqual([2, 2, 2]);
      expect(furtherTries('Unexpected')).toBeUndefined();
    },
  );

  it.each(tasks)('%s spreads its tries, and none waits longer than a minute', (_name, task) => {
    for (const retry of task.Retry) expect(retry).toMatchObject({ JitterStrategy: 'FULL', MaxDelaySeconds: 60 });
  });

  it.each([...steps, ...maps])('%s hands every other failure to reject', (_name, state) => {
    expect(state.Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'reject', ResultPath: '$.failure' }]);
  });

  it.each(inner)('%s leaves its failures to the Map around it, which ends all batches', (_name, task) => {
    expect(task.Catch).toEqual([]);
  });

  it('ends in failure once the document is rejected', () => {
    expect(States['reject']).toMatchObject({ Next: 'rejected', ResultPath: null, Catch: [] });
    expect(States['rejected']?.Type).toBe('Fail');
  });

  it('logs errors without what its states hold', () => {
    const machine = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');

    expect(machine?.Properties).toMatchObject({
      LoggingConfiguration: { IncludeExecutionData: false, Level: 'ERROR' },
      TracingConfiguration: { Enabled: true },
    });
  });
});

describe('the definition, which also runs on one machine', () => {
  it('uses nothing that the interpreter there reads past', () => {
    expect(ignoredFeatures(definition)).toEqual([]);
  });

  it.each([
    ['JSONata', { QueryLanguage: 'JSONata' }],
    ['a JSONata expression', { Items: '{% $states.input.batches %}' }],
    ['variables', { Assign: { batches: 1 } }],
    ['a Map over a file in S3', { ItemReader: {} }],
    ['results written to S3', { ResultWriter: {} }],
    ['a distributed Map', { ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' } } }],
    ['a task token', { Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' }],
    ['a job that is waited for', { Resource: 'arn:aws:states:::batch:submitJob.sync' }],
  ])('would be refused with %s', (_feature, fields) => {
    const changed = { ...definition, States: { ...definition.States, extract: { Type: 'Task', ...fields } } };

    expect(ignoredFeatures(changed)).toHaveLength(1);
  });
});
