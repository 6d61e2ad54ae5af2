import { GetQueueAttributesCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { AccountClients } from './account-clients.ts';
import { lookedAt } from './looked-at.ts';

/** How much lies in each dead-letter queue: events that nobody takes in until somebody sends them again. */
export async function inspectQueues(
  { name }: Pick<EnvironmentSettings, 'name'>,
  { sqs }: Pick<AccountClients, 'sqs'>,
): Promise<Finding[]> {
  const urls: string[] = [];
  const deploy = `Run \`npx cdk deploy -c environment=${name} '${name}/*'\`.`;
  const there = await lookedAt('queues', deploy, async () => {
    const pages = paginateListQueues({ client: sqs, pageSize: 100 }, { QueueNamePrefix: `affidavit-${name}-` });
    for await (const { QueueUrls = [] } of pages) urls.push(...QueueUrls);
    return { ok: urls.length > 0, found: `${urls.length} of this environment` };
  });
  const depths = await Promise.all(urls.map((url) => inspectQueue(sqs, url)));
  return [there, ...depths.flat()];
}

async function inspectQueue(sqs: AccountClients['sqs'], QueueUrl: string): Promise<Finding[]> {
  const queue = QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1);
  let isDeadLetters = true;
  const source = `$(aws sqs get-queue-attributes --queue-url ${QueueUrl} --attribute-names QueueArn --query Attributes.QueueArn --output text)`;
  const mend = `Mend what failed, then run \`aws sqs start-message-move-task --source-arn ${source}\`.`;
  const finding = await lookedAt(`pending redrives in ${queue}`, mend, async () => {
    const AttributeNames = ['ApproximateNumberOfMessages', 'RedrivePolicy'] as const;
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
    const { Attributes = {} } = await sqs.send(command);
    isDeadLetters = Attributes['RedrivePolicy'] === undefined; // A queue that has one is no dead-letter queue itself.
    const waiting = Number(Attributes['ApproximateNumberOfMessages'] ?? 0);
    return { ok: waiting === 0, found: `${waiting} messages` };
  });
  return isDeadLetters ? [finding] : [];
}
