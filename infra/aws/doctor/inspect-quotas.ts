import { GetServiceQuotaCommand, paginateListServiceQuotas, type ServiceQuota } from '@aws-sdk/client-service-quotas';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { AccountClients } from './account-clients.ts';
import { lookedAt } from './looked-at.ts';
import { modelsOf } from './models-of.ts';

/** Concurrent executions of Lambda. Source: `aws service-quotas list-service-quotas --service-code lambda`. */
const CONCURRENT_EXECUTIONS = 'L-B99A9384';

/** Batches that each execution may have in work at once, and what questions and schedules take besides. */
const BATCHES_AT_ONCE = 10;
const SPARE = 50;

/** Models by the words that their quotas are named with. */
const QUOTA_WORDS: readonly (readonly [RegExp, RegExp])[] = [
  [/titan-embed-text-v2/, /tokens per minute.*Titan Text Embeddings V2/i],
  [/nova-lite/, /tokens per minute.*Nova Lite/i],
  [/nova-pro/, /tokens per minute.*Nova Pro/i],
];

/** The limits of services that an environment meets first. A quota of 0, as new accounts have it, lets nothing through. */
export async function inspectQuotas(
  { models, slots }: Pick<EnvironmentSettings, 'models' | 'slots'>,
  { quotas }: Pick<AccountClients, 'quotas'>,
): Promise<Finding[]> {
  const needed = slots.total * BATCHES_AT_ONCE + SPARE;
  const raise = `aws service-quotas request-service-quota-increase --service-code lambda --quota-code ${CONCURRENT_EXECUTIONS}`;
  const lambda = lookedAt(
    'quota of Lambda',
    `Run \`${raise} --desired-value ${needed}\`, or lower \`slots.total\`.`,
    async () => {
      const command = new GetServiceQuotaCommand({ ServiceCode: 'lambda', QuotaCode: CONCURRENT_EXECUTIONS });
      const value = (await quotas.send(command)).Quota?.Value ?? 0;
      return { ok: value >= needed, found: `${value} executions at once, ${needed} may be wanted` };
    },
  );
  const bedrock = listed(quotas, 'bedrock');
  const tokens = modelsOf(models).map((model) =>
    lookedAt(
      `quota of ${model}`,
      'Look it up by `aws service-quotas list-service-quotas --service-code bedrock`, and ask AWS to raise it.',
      async () => {
        const words = QUOTA_WORDS.find(([pattern]) => pattern.test(model))?.[1];
        const values = (await bedrock)
          .filter(({ QuotaName = '' }) => words?.test(QuotaName))
          .map(({ Value = 0 }) => Value);
        if (values.length === 0) return { ok: true, found: 'AWS lists no tokens a minute by a name that we know' };
        return { ok: Math.max(...values) > 0, found: `${Math.max(...values)} tokens a minute` };
      },
    ),
  );
  return Promise.all([lambda, ...tokens]);
}

async function listed(client: AccountClients['quotas'], ServiceCode: string): Promise<readonly ServiceQuota[]> {
  const found: ServiceQuota[] = [];
  for await (const page of paginateListServiceQuotas({ client }, { ServiceCode })) found.push(...(page.Quotas ?? []));
  return found;
}
