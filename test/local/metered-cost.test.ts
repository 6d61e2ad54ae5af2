import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '#infra/environments/by-name.ts';
import { addCostCommand } from '#infra/local/cli/cost.ts';
import { meteredAnswers } from '#infra/local/costs/metered-answers.ts';
import { meteredTenants } from '#infra/local/costs/metered-tenants.ts';
import type { TenantCosts } from '#infra/local/costs/tenant-costs.ts';
import { ingestCosts, questionCosts } from '#infra/local/costs/usage-costs.ts';
import { documentCalls, measuredProfile } from '#infra/local/costs/workload.ts';
import { everyTenantsDocuments } from '#infra/local/every-document.ts';
import { requestJson } from '#infra/local/request-json.ts';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import { dollarsFor } from '#shared/domain/prices.ts';
import { bedrockPriced } from '../doubles/bedrock-priced.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { runCommand } from '../doubles/run-command.ts';

const { decorate, counted } = bedrockPriced();

const sentences = (topic: string, times: number) =>
  Array.from(
    { length: times },
    (_, at) => `The ${topic} of plant ${at} was measured as ${at * 7} tonnes in March.`,
  ).join('\n');

const home = mkdtempSync(path.join(tmpdir(), 'affidavit-test-'));
const { stack, put, idOf } = await ingestStack(home, { decorate });
afterAll(async () => {
  await stack.close();
  rmSync(home, { recursive: true, force: true });
});
for (const tenantId of ['acme', 'globex']) {
  const rule = { tenantId, collection: 'inbox', access: ['everyone-in-tenant'], policy: 'strict' } as const;
  await stack.ports.ledger.writeCollection(rule);
}
await put('acme/inbox/steam.txt', sentences('steam pressure', 40));
await put('acme/inbox/water.txt', sentences('water flow', 10));
await put('globex/inbox/coal.txt', sentences('coal stock', 25));
const documents = await everyTenantsDocuments(stack.ports.ledger);
const live = documents.flatMap(({ live: version }) => version ?? []);

describe('what documents cost', () => {
  it('stands on the ledger, token by token as it passed the ports', () => {
    const tokens = live.flatMap(({ cost }) => cost?.uses ?? []).reduce((sum, { inputTokens }) => sum + inputTokens, 0);

    expect(live).toHaveLength(3);
    expect(tokens).toBe(counted.passage);
  });

  it('adds up: the tenants are the total, and the total is what was metered', () => {
    const { tenants, total } = meteredTenants(documents);

    expect(tenants.map(({ tenantId, documents: count }) => [tenantId, count])).toEqual([
      ['acme', 2],
      ['globex', 1],
    ]);
    expect(tenants.reduce((sum, { dollars }) => sum + dollars, 0)).toBeCloseTo(total.dollars, 12);
    expect(total.dollars).toBeCloseTo(dollarsFor('titan-embed-v2.input', counted.passage), 12);
    expect(total.unknown).toBe(0);
  });

  it('is told by tenant, beside what their answers took', async () => {
    const { documents: told } = await runCommand(addCostCommand, ['cost', '--tenants', '--json'], home);
    const { printed } = await runCommand(addCostCommand, ['cost', '--tenants'], home);

    const [{ tenants, total }] = told as [TenantCosts]; // Printed by our own command.
    expect(tenants.map(({ tenantId, documents: count }) => [tenantId, count])).toEqual([
      ['acme', 2],
      ['globex', 1],
    ]);
    expect(total.together).toBeCloseTo(dollarsFor('titan-embed-v2.input', counted.passage), 12);
    expect(printed.map((line) => line.split(' ')[0])).toEqual(['tenant', 'acme', 'globex', 'total']);
  });

  it('is what the model says of such documents, within 2 %', () => {
    const profile = measuredProfile(live.flatMap(({ pages, chunks, cost }) => (cost ? [{ pages, chunks, cost }] : [])));
    const pages = live.reduce((sum, one) => sum + one.pages, 0) / live.length;

    const [embedding] = ingestCosts(
      { documents: live.length, pages, questions: 0, scannedPages: 0 },
      profile,
      ENVIRONMENTS.prod,
    );

    const metered = dollarsFor('titan-embed-v2.input', counted.passage);
    expect(Math.abs((embedding?.dollars ?? 0) / metered - 1)).toBeLessThanOrEqual(0.02);
  });

  it('comes of as many runs of steps as the model counts', async () => {
    const history = await stack.ports.ledger.steps('acme', idOf('acme/inbox/steam.txt'));

    const runs = history.reduce((sum, step) => sum + step.runs, 0);

    expect(runs).toBe(documentCalls(1, { chunksPerPage: 4 }).steps);
  });
});

describe('what an answer costs', () => {
  const ask = async (tenantId: string, question: string) => {
    const caller = { tenantId, user: 'ana', groups: [] };
    const { answerId } = await requestJson<AnswerResponse>(stack, caller, 'POST', '/v1/answers', { question });
    const receipt = await stack.ports.ledger.receipt(tenantId, answerId);
    if (receipt?.cost === undefined) throw new Error('there is no cost on the receipt');
    return receipt.cost;
  };

  it('stands on its receipt, and the model says the same of such questions within 2 %', async () => {
    const costs = [
      await ask('acme', 'What was the steam pressure of plant 3 measured as?'),
      await ask('acme', 'What was the water flow of plant 4 in March?'),
      await ask('globex', 'What was the coal stock of plant 5 in March?'),
    ];

    const dollars = costs.reduce((sum, cost) => sum + cost.dollars, 0);
    const questions = costs.length;
    const profile = {
      ...measuredProfile([]),
      questionTokens: counted.query / questions,
      answerInputTokens: counted.input / questions,
      answerOutputTokens: counted.output / questions,
      retoldShare: 0,
    };
    const lines = questionCosts({ documents: 0, pages: 1, questions, scannedPages: 0 }, profile, ENVIRONMENTS.prod);
    const modelled = lines.filter(({ unit }) => unit === 'token').reduce((sum, line) => sum + line.dollars, 0);
    expect(counted.input).toBeGreaterThan(0);
    expect(Math.abs(modelled / dollars - 1)).toBeLessThanOrEqual(0.02);
    for (const cost of costs) expect(cost.dollars).toBeLessThanOrEqual(0.005);
  });
});

describe('what answers cost', () => {
  const QUESTION = 'What was the steam pressure of plant 3 measured as?';
  const BO = { tenantId: 'acme', user: 'bo', groups: [] };

  it('adds up by tenant, each and each that its reader called helpful, with how many were remembered', async () => {
    const before = meteredAnswers(await stack.ports.answers.answers());
    const ask = () => requestJson<AnswerResponse>(stack, BO, 'POST', '/v1/answers', { question: QUESTION });
    const [first, again] = [await ask(), await ask()];
    await requestJson(stack, BO, 'POST', `/v1/answers/${first.answerId}/feedback`, { verdict: 'unhelpful' });
    await requestJson(stack, BO, 'POST', `/v1/answers/${first.answerId}/feedback`, { verdict: 'helpful' });
    await requestJson(stack, BO, 'POST', `/v1/answers/${again.answerId}/feedback`, { verdict: 'unhelpful' });

    const { documents, printed } = await answersCost();

    const [{ tenants, total }] = documents as [ReturnType<typeof meteredAnswers>]; // Printed by our own command.
    const acme = tenants.find(({ tenantId }) => tenantId === 'acme');
    const earlier = before.tenants.find(({ tenantId }) => tenantId === 'acme');
    expect(acme).toMatchObject({ questions: (earlier?.questions ?? 0) + 2, accepted: 1, declined: 1, unknown: 0 });
    expect(acme?.remembered).toBe((earlier?.remembered ?? 0) + 1);
    expect(acme?.dollarsAnAnswer).toBeCloseTo((acme?.dollars ?? 0) / (acme?.answered ?? 0), 15);
    expect(acme?.dollarsAnAccepted).toBe(acme?.dollars);
    expect(tenants.reduce((sum, { dollars }) => sum + dollars, 0)).toBeCloseTo(total.dollars, 15);
    expect(printed.join('\n')).toMatch(/acme .* answered; 1 remembered \(.*\n.*an answer \$0\.0.*\n.*1 called helpful/);
  });

  async function answersCost() {
    const { documents: told } = await runCommand(addCostCommand, ['cost', '--answers', '--json'], home);
    const { printed } = await runCommand(addCostCommand, ['cost', '--answers'], home);
    return { documents: told, printed };
  }
});
