import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ingestCosts, questionCosts } from '#infra/local/costs/usage-costs.ts';
import { ASSUMED_PROFILE, type Profile } from '#infra/local/costs/workload.ts';
import { everyTenantsDocuments } from '#infra/local/every-document.ts';
import { requestJson } from '#infra/local/request-json.ts';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import { meteredCost } from '#shared/domain/metered-cost.ts';
import { monthOf, nanodollars } from '#shared/domain/spending.ts';
import { bedrockPriced } from '../doubles/bedrock-priced.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { type PaidOption, paidOptions } from '../doubles/paid-options.ts';
import { EVERY_OPTION } from '../infra/every-option.ts';

const ANA = { tenantId: 'acme', user: 'ana', groups: [] };
const TEXT = Array.from({ length: 130 }, (_, at) => `The steam pressure of plant ${at} was measured as ${at * 7} bar.`);
const QUESTIONS = [
  { question: 'What was the steam pressure of plant 3 measured as?' },
  { question: 'What was the steam pressure of plant 4 measured as?' },
  { question: 'When is it measured?', turns: [{ question: 'What was the steam pressure of plant 3 measured as?' }] },
];

/** Two documents and three questions, of which one follows another, with everything that costs money on. */
async function paidRun() {
  const [bedrock, options] = [bedrockPriced(), paidOptions(EVERY_OPTION.models.answer)];
  const home = mkdtempSync(path.join(tmpdir(), 'affidavit-test-'));
  const { stack, put } = await ingestStack(home, {
    decorate: (ports) => options.decorate(bedrock.decorate(ports)),
  });
  afterAll(async () => {
    await stack.close();
    rmSync(home, { recursive: true, force: true });
  });
  const { ledger, spending, clock } = stack.ports;
  await ledger.writeCollection({
    ...{ tenantId: 'acme', collection: 'inbox', access: ['everyone-in-tenant'], policy: 'strict' },
  });
  for (const name of ['one', 'two']) await put(`acme/inbox/${name}.md`, `# Plant ${name}\n\n${TEXT.join(' ')}`);
  const ingested = options.calls.length;
  const receipts = [];
  for (const body of QUESTIONS) {
    const { answerId } = await requestJson<AnswerResponse>(stack, ANA, 'POST', '/v1/answers', body);
    receipts.push(await ledger.receipt('acme', answerId));
  }
  const live = (await everyTenantsDocuments(ledger)).flatMap((document) => document.live ?? []);
  return {
    ...{
      live,
      receipts,
      calls: { ingest: options.calls.slice(0, ingested), questions: options.calls.slice(ingested) },
    },
    spent: (await spending.account('acme', monthOf(clock.now()))).spent,
    costs: [...live, ...receipts].map((each) => each?.cost?.dollars ?? Number.NaN),
  };
}

const run = await paidRun();

/** What a page and a question came to in the run, measured as `affidavit cost` assumes it. */
function profileOf(): Profile {
  const { ingest, questions } = run.calls;
  const [tokensOfClass, tokensOfRetelling] = [
    tokensPerCall(ingest, 'class model'),
    tokensPerCall(questions, 'rewriter'),
  ];
  const judged = questions.filter(({ option }) => option === 'guardrail').map(({ characters }) => characters);
  return {
    ...ASSUMED_PROFILE,
    ...{ charactersPerPage: TEXT.join(' ').length, unclassedShare: 1, answeredShare: 1, retoldShare: 1 / 3 },
    ...{ classInputTokens: tokensOfClass.input, classOutputTokens: tokensOfClass.output },
    ...{ retoldInputTokens: tokensOfRetelling.input, retoldOutputTokens: tokensOfRetelling.output },
    ...{ questionTokens: 12, turnCharacters: 80, answerCharacters: Math.max(...judged) },
  };
}

function tokensPerCall(calls: typeof run.calls.ingest, option: PaidOption) {
  const uses = calls.filter((call) => call.option === option).flatMap((call) => call.uses);
  const mean = (count: 'inputTokens' | 'outputTokens') => uses.reduce((sum, use) => sum + use[count], 0) / uses.length;
  return { input: mean('inputTokens'), output: mean('outputTokens') };
}

it.each([
  ['ingest', 'class model', /^ingest, classes/],
  ['ingest', 'detector', /^ingest, personal data/],
  ['questions', 'rewriter', /^questions told anew/],
  ['questions', 'detector', /^questions, personal data/],
  ['questions', 'guardrail', /guardrail/],
] as const)('the model says of %s what the %s took, within 2 %%', (side, option, lines) => {
  const workload = { documents: 2, pages: 1, questions: QUESTIONS.length, scannedPages: 0 };
  const costs = side === 'ingest' ? ingestCosts : questionCosts;

  const modelled = costs(workload, profileOf(), EVERY_OPTION)
    .filter(({ what }) => lines.test(what))
    .reduce((sum, { dollars }) => sum + dollars, 0);

  const metered = meteredCost(run.calls[side].filter((call) => call.option === option).flatMap(({ uses }) => uses));
  expect(metered.dollars).toBeGreaterThan(0);
  expect(Math.abs(modelled / metered.dollars - 1)).toBeLessThanOrEqual(0.02);
});

it('all of it stands on documents and receipts, and is what the tenant spent', () => {
  const written = [...run.live, ...run.receipts].flatMap((each) => each?.cost?.uses ?? []);
  const unitsOf = (model: string) => written.reduce((sum, use) => sum + (use.model === model ? use.calls : 0), 0);
  const counted = [...run.calls.ingest, ...run.calls.questions].flatMap(({ uses }) => uses);
  const countedOf = (model: string) => counted.reduce((sum, use) => sum + (use.model === model ? use.calls : 0), 0);

  for (const model of ['comprehend-pii', 'guardrail-content', 'guardrail-pii']) {
    expect(unitsOf(model)).toBe(countedOf(model));
  }
  const total = run.costs.reduce((sum, dollars) => sum + dollars, 0);
  expect(Math.abs(run.spent - nanodollars(total))).toBeLessThanOrEqual(run.costs.length * 10); // Each call rounds up.
});
