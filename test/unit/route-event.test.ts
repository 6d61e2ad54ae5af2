import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { createHandler } from '#functions/route/handler.ts';
import { sqsAdmissionQueue } from '#shared/adapters/aws/sqs-admission-queue.ts';
import { recordedLog } from '../doubles/recorded-log.ts';

const context = {} as Context; // The handler asks nothing of it.

function setUp() {
  const client = new SQSClient({ region: 'eu-central-1' });
  const sqs = mockClient(client);
  const route = createHandler({ log: recordedLog(), queue: sqsAdmissionQueue({ client, queueUrl: 'https://sqs/q' }) });
  const changed = (key: string) =>
    route(
      {
        source: 'aws.s3',
        'detail-type': 'Object Created',
        detail: { bucket: { name: 'b' }, object: { key, sequencer: '1' } },
      },
      context,
    );
  return { changed, sent: () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input) };
}

it('queues each event in the group of the tenant whose object it is about, so that no tenant delays another', async () => {
  const { changed, sent } = setUp();

  await changed('tenants/acme/finance/a.pdf');
  await changed('tenants/globex/finance/a.pdf');

  expect(sent().map(({ MessageGroupId }) => MessageGroupId)).toEqual(['acme', 'globex']);
  expect(sent().map(({ MessageBody = '' }) => JSON.parse(MessageBody))).toMatchObject([
    { key: 'tenants/acme/finance/a.pdf' },
    { key: 'tenants/globex/finance/a.pdf' },
  ]);
});

it('sends nothing that has no tenant, and fails, so that the event is put aside', async () => {
  const { changed, sent } = setUp();

  await expect(changed('somewhere/a.pdf')).rejects.toMatchObject({ name: 'KeyInvalid' });

  expect(sent()).toEqual([]);
});
