import { describe, expect, it } from 'vitest';
import { tenantCostLines } from '#infra/local/cli/tenant-cost-lines.ts';
import { type AccountPorts, tenantCosts } from '#infra/local/costs/tenant-costs.ts';
import { dynamoAnswerHistory } from '#shared/adapters/aws/dynamo-answer-history.ts';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSpending } from '#shared/adapters/aws/dynamo-spending.ts';
import { answerHistory } from '#shared/adapters/local/answer-history.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { sqliteSpending } from '#shared/adapters/local/sqlite-spending.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { type ModelUse, meteredCost } from '#shared/domain/metered-cost.ts';
import { nanodollars } from '#shared/domain/spending.ts';
import { fakeDynamoDb } from '../doubles/fake-dynamo-db.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { documentRecord, receipt } from '../doubles/sample-records.ts';
import { temporaryLedger } from '../doubles/temporary-ledger.ts';

const clocks = { clock: manualClock(), ids: randomIds };

function overSqlite(): AccountPorts {
  const database = temporaryLedger();
  const spending = sqliteSpending(database, clocks);
  return { ledger: sqliteLedger(database), answers: answerHistory(database), spending };
}

function overDynamo(): AccountPorts {
  const table = { client: fakeDynamoDb({ pageSize: 2 }).client, table: 't', ...clocks };
  return { ledger: dynamoLedger(table), answers: dynamoAnswerHistory(table), spending: dynamoSpending(table) };
}

const uses = (model: string, inputTokens: number): ModelUse[] => [{ model, calls: 1, inputTokens, outputTokens: 0 }];
const TITAN = 'amazon.titan-embed-text-v2:0';

/** Writes what an environment's functions would: two tenants in January, one document and one answer of other months. */
async function fill({ ledger, spending }: AccountPorts): Promise<void> {
  const { live } = documentRecord();
  if (live === undefined) throw new Error('the sample is live');
  const publish = async (tenantId: string, documentId: string, tokens: number, publishedAt = live.publishedAt) => {
    const cost = meteredCost(uses(TITAN, tokens));
    await ledger.writeDocument(documentRecord({ tenantId, documentId, live: { ...live, cost, publishedAt } }));
  };
  const answer = (tenantId: string, answerId: string, tokens: number, at = receipt().at) =>
    ledger.writeReceipt(receipt({ tenantId, answerId, at, cost: meteredCost(uses('amazon.nova-lite-v1:0', tokens)) }));
  const book = async (tenantId: string, dollars: number) => {
    const reserved = await spending.reserve(tenantId, nanodollars(dollars));
    if (reserved.outcome === 'reserved') await spending.settle(reserved.reservation, nanodollars(dollars));
  };
  for (const tenantId of ['acme', 'globex', 'initech'])
    await ledger.writeCollection({ tenantId, collection: 'inbox', access: [], policy: 'strict' });
  await publish('acme', 'a1', 50_000);
  await publish('acme', 'a2', 25_000);
  await publish('acme', 'a3', 7_000_000, '2025-12-31T23:59:59.999Z');
  await publish('globex', 'a1', 12_345);
  await answer('acme', 'one', 1_000);
  await answer('globex', 'two', 333);
  await answer('globex', 'three', 900_000, '2025-11-15T00:00:00.000Z');
  await answer('visitors', 'four', 77); // Who have no collection, and so find nothing.
  await book('acme', 0.002);
  await book('visitors', 0.00002);
}

describe.each([
  ['local: SQLite', overSqlite],
  ['aws: DynamoDB', overDynamo],
])('what tenants cost, %s', (_name, open) => {
  it('is what documents published and answers given in the month took, and sums to the total', async () => {
    const ports = open();
    await fill(ports);

    const { tenants, total } = await tenantCosts(ports, '2026-01');

    const told = tenants.map((one) => [one.tenantId, one.documents, one.answers.questions, nanodollars(one.together)]);
    expect(told).toEqual([
      ['acme', 2, 1, 75_000 * 20 + 1_000 * 60],
      ['globex', 1, 1, 12_345 * 20 + 333 * 60],
      ['initech', 0, 0, 0],
      ['visitors', 0, 1, 77 * 60],
    ]);
    const sum = (of: (one: (typeof tenants)[number]) => number) => tenants.reduce((all, one) => all + of(one), 0);
    expect(total).toMatchObject({ documents: sum((one) => one.documents), pages: sum((one) => one.pages) });
    expect(total.answers.questions).toBe(sum(({ answers }) => answers.questions));
    expect(total.together).toBeCloseTo(
      sum(({ together }) => together),
      12,
    );
    expect(total.booked).toBeCloseTo(
      sum(({ booked = Number.NaN }) => booked),
      12,
    );
  });

  it('stands beside what the account of the month shows, that of a tenant without a collection included', async () => {
    const ports = open();
    await fill(ports);

    const { tenants, total } = await tenantCosts(ports, '2026-01');

    expect(tenants.map(({ booked }) => booked)).toEqual([0.002, 0, 0, 0.00002]);
    expect(total.booked).toBeCloseTo(0.00202, 12);
  });

  it('is of all months where none was asked for, without an account', async () => {
    const ports = open();
    await fill(ports);

    const { tenants, total } = await tenantCosts(ports);

    expect(tenants.map(({ tenantId, documents, answers }) => [tenantId, documents, answers.questions])).toEqual([
      ['acme', 3, 1],
      ['globex', 1, 2],
      ['visitors', 0, 1],
    ]);
    expect(total.booked).toBeUndefined();
  });
});

it('is told as a table whose last row is the sum, with what is not in it', async () => {
  const ports = overSqlite();
  await fill(ports);
  await ports.ledger.writeReceipt(receipt({ tenantId: 'globex', answerId: 'five', cost: undefined }));

  const lines = tenantCostLines(await tenantCosts(ports, '2026-01'));

  expect(lines.map((line) => line.trim().split(/ {2,}/).join('|'))).toEqual([
    'tenant|documents|pages|took|questions|took|together|booked',
    'acme|2|6|$0.001500|1|$0.000060|$0.001560|$0.002000',
    'globex|1|3|$0.000247|2|$0.000020|$0.000267|$0.000000',
    'initech|0|0|$0.000000|0|$0.000000|$0.000000|$0.000000',
    'visitors|0|0|$0.000000|1|$0.000005|$0.000005|$0.000020',
    'total|3|9|$0.001747|4|$0.000085|$0.001832|$0.002020',
    '1 questions are not in it: a model has no price, or the release did not meter',
    'booked: the account of the month, with searches, tries that failed and documents that were not kept',
  ]);
});
