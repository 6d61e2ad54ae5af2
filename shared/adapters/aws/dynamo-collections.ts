import { collectionRuleSchema } from '../../contracts/ledger-records.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { awsCall, type CallOptions } from './aws-call.ts';
import { type DynamoTable, UNREADABLE, UNWRITABLE } from './dynamo-table.ts';

type CollectionItems = Pick<Ledger, 'collection' | 'collections' | 'writeCollection'>;

/** Partition that lists the tenants, so that all rules are found without a scan of the table. */
const TENANTS = 'tenants';

/** Access rules, one item each. */
export function dynamoCollections(items: DynamoTable): CollectionItems {
  return {
    collection: (tenantId, collection, signal) =>
      awsCall(UNREADABLE, signal, async (options) => {
        const item = await items.get({ pk: partitionOf(tenantId), sk: collection }, options);
        return item && collectionRuleSchema().parse(item['record']);
      }),

    collections: (tenantId, signal) =>
      awsCall(UNREADABLE, signal, async (options) => {
        const tenants = tenantId === undefined ? await tenantIds(items, options) : [tenantId];
        const rules = [];
        for (const tenant of tenants) rules.push(...(await items.query({ pk: partitionOf(tenant) }, options)));
        return rules.map(({ record }) => collectionRuleSchema().parse(record));
      }),

    writeCollection: (rule, signal) =>
      awsCall(UNWRITABLE, signal, async (options) => {
        // In this order a crash between leaves a tenant without rules, which reads as no rule at all.
        await items.put({ pk: TENANTS, sk: rule.tenantId }, {}, options);
        await items.put({ pk: partitionOf(rule.tenantId), sk: rule.collection, record: rule }, {}, options);
      }),
  };
}

async function tenantIds(items: DynamoTable, options: CallOptions): Promise<string[]> {
  return (await items.query({ pk: TENANTS }, options)).map(({ sk }) => String(sk));
}

function partitionOf(tenantId: string): string {
  return `collections#${tenantId}`;
}
