import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { deferredHandler } from '#shared/adapters/aws/deferred-handler.ts';
import { secretsManagerKey } from '#shared/adapters/aws/secrets-manager-key.ts';
import { sqsAdmissionQueue } from '#shared/adapters/aws/sqs-admission-queue.ts';
import { stepFunctionsOrchestrator } from '#shared/adapters/aws/step-functions-orchestrator.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';

const region = 'eu-central-1';

describe('sqsAdmissionQueue', () => {
  it('sends an event in the group of its tenant, so that no other waits for it', async () => {
    const client = new SQSClient({ region });
    const sqs = mockClient(client);
    const queue = sqsAdmissionQueue({ client, queueUrl: 'https://sqs/q' });

    await queue.send({ bucket: 'b', key: 'tenants/acme/inbox/a', sequencer: '1' }, 'acme');

    const [sent] = sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
    expect(sent).toMatchObject({ QueueUrl: 'https://sqs/q', MessageGroupId: 'acme' });
    expect(JSON.parse(sent?.MessageBody ?? '')).toEqual({ bucket: 'b', key: 'tenants/acme/inbox/a', sequencer: '1' });
  });
});

describe('stepFunctionsOrchestrator', () => {
  const run = { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 };
  const over = () => {
    const client = new SFNClient({ region });
    return { sfn: mockClient(client), orchestrator: stepFunctionsOrchestrator({ client, stateMachineArn: 'arn:sm' }) };
  };

  it('starts an execution under its name with the attempt for input', async () => {
    const { sfn, orchestrator } = over();
    sfn.on(StartExecutionCommand).resolves({});

    await orchestrator.start('d1-v1-p1-a1', run);

    const [started] = sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);
    expect(started).toEqual({ stateMachineArn: 'arn:sm', name: 'd1-v1-p1-a1', input: JSON.stringify(run) });
  });

  it('takes a name that was started before for started', async () => {
    const { sfn, orchestrator } = over();
    sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'again', $metadata: {} }));

    await expect(orchestrator.start('d1-v1-p1-a1', run)).resolves.toBeUndefined();
  });

  it.each([
    ['RUNNING', 'running'],
    ['SUCCEEDED', 'ended'],
    ['TIMED_OUT', 'ended'],
  ] as const)('tells of an execution that is %s', async (status, expected) => {
    const client = new SFNClient({ region });
    const sfn = mockClient(client);
    sfn.on(DescribeExecutionCommand).resolves({ status });
    const stateMachineArn = 'arn:aws:states:eu-central-1:111122223333:stateMachine:ingest';

    expect(await stepFunctionsOrchestrator({ client, stateMachineArn }).status('d1-v1-p1-a1')).toBe(expected);
    const [asked] = sfn.commandCalls(DescribeExecutionCommand).map(({ args }) => args[0].input);
    expect(asked?.executionArn).toBe('arn:aws:states:eu-central-1:111122223333:execution:ingest:d1-v1-p1-a1');
  });

  it('tells of an execution that was never started, and fails when Step Functions does', async () => {
    const { sfn, orchestrator } = over();
    sfn
      .on(DescribeExecutionCommand)
      .rejectsOnce(new ExecutionDoesNotExist({ message: 'none', $metadata: {} }))
      .rejects(new Error('down'));

    expect(await orchestrator.status('d1-v1-p1-a1')).toBe('absent');
    await expect(orchestrator.status('d1-v1-p1-a1')).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('fails when Step Functions fails', async () => {
    const { sfn, orchestrator } = over();
    sfn.on(StartExecutionCommand).rejects(new Error('down'));

    await expect(orchestrator.start('d1-v1-p1-a1', run)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });
});

describe('secretsManagerKey', () => {
  const reading = (SecretString?: string) => {
    const client = new SecretsManagerClient({ region });
    mockClient(client)
      .on(GetSecretValueCommand)
      .resolves(SecretString === undefined ? {} : { SecretString });
    return secretsManagerKey({ client, secretId: 'arn:secret' });
  };

  it('makes 32 bytes of a secret, the same every time and others of another', async () => {
    const [one, again, other] = await Promise.all(['a', 'a', 'b'].map((sign) => reading(sign.repeat(43))));

    expect(one).toHaveLength(32);
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
  });

  it.each([['a'.repeat(42)], [undefined]])('takes no secret that could be guessed', async (secret) => {
    await expect(reading(secret)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });
});

describe('deferredHandler', () => {
  it('makes its handler at the first call, once, and again only after it failed', async () => {
    const context = {} as Context; // Handed through.
    let made = 0;
    const handler = deferredHandler(async () => {
      made += 1;
      if (made === 1) throw new Error('no key yet');
      return async (event: number) => event + 1;
    });

    await expect(handler(1, context)).rejects.toThrow('no key yet');
    expect([await handler(1, context), await handler(2, context), made]).toEqual([2, 3, 2]);
  });
});

describe('randomIds', () => {
  it('gives 26 characters that do not come again', () => {
    const ids = Array.from({ length: 100 }, () => randomIds.random());

    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[a-z2-7]{26}$/);
  });
});

it('tells the time of the machine', () => {
  const before = Date.now();

  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
});
