import { type Command, Option } from 'commander';
import { describedEnvironment } from '#infra/aws/described-environment.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import type { CostLine } from '../costs/cost-line.ts';
import { type CostEstimate, estimateCosts } from '../costs/estimate-costs.ts';
import { meteredAnswers } from '../costs/metered-answers.ts';
import { tenantCosts } from '../costs/tenant-costs.ts';
import { ASSUMED_PROFILE, measuredProfile, type Profile } from '../costs/workload.ts';
import { everyTenantsDocuments } from '../every-document.ts';
import { withStack } from '../stack.ts';
import { answerCostLines } from './answer-cost-lines.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { environmentOption } from './environment-option.ts';
import { month, positiveInteger, wholeNumber } from './option-values.ts';
import { tenantCostLines } from './tenant-cost-lines.ts';
import { withAccounts } from './with-accounts.ts';

interface CostOptions {
  readonly environment?: string;
  readonly documents: number;
  readonly pages: number;
  readonly questions: number;
  readonly scannedPages: number;
  readonly measured?: true;
  readonly tenants?: true;
  readonly answers?: true;
  readonly month?: string;
  readonly json?: true;
}

/** Options of an estimate, which say nothing to what was metered. */
const ESTIMATED = ['documents', 'pages', 'questions', 'scannedPages', 'measured'];

export function addCostCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'cost',
    summary: 'what an environment on AWS would cost a month, line by line; what it stands at idle comes first',
    details: DETAILS,
  })
    .addOption(environmentOption('of which settings (default: prod); of which deployed ledger'))
    .option('--documents <n>', 'documents a month', positiveInteger, 10_000)
    .option('--pages <n>', 'pages of each', positiveInteger, 12)
    .option('--scanned-pages <n>', 'pages a month that Textract reads, of all documents together', wholeNumber, 0)
    .option('--questions <n>', 'questions a month', positiveInteger, 50_000)
    .option('--measured', 'with chunks and tokens a page as they are in this state folder, in place of assumed ones')
    .addOption(
      new Option('--tenants', 'what documents and answers did cost, by tenant, in place of an estimate').conflicts([
        ...ESTIMATED,
        'answers',
      ]),
    )
    .addOption(
      new Option('--answers', 'what answers did cost, each and each accepted one, by tenant').conflicts(ESTIMATED),
    )
    .option('--month <month>', 'with --tenants or --answers: of one month, such as 2026-03', month)
    .action((options: CostOptions, command: Command) => {
      if (options.answers) return showAnswers(options, context);
      if (options.tenants) return showTenants(options, context);
      if (options.month) command.error("error: option '--month' goes with '--tenants' or '--answers'");
      return showEstimate(options, context);
    });
}

const DETAILS = `
Prices are those of shared/domain/prices.ts: US East, on demand, without any free tier.
--tenants and --answers add up what was metered on this state folder; with --environment what the ledger of a deployed
one says, with the credentials of this shell.`;

async function showEstimate(options: CostOptions, context: CliContext): Promise<void> {
  const { environment = 'prod', documents, pages, questions, scannedPages } = options;
  const profile = options.measured ? await profileOf(context) : ASSUMED_PROFILE;
  const workload = { documents, pages, questions, scannedPages };
  const estimate = estimateCosts(describedEnvironment(environment), workload, profile, systemClock.now());
  for (const source of estimate.stale) context.note(`compare again, this price list is over 180 days old: ${source}`);
  const { length } = estimate.unchecked;
  context.note(
    `no price list was opened: ${length} prices were compared with nothing, all others with copies of the lists`,
  );
  for (const type of estimate.unpriced) context.note(`nobody said what this costs: ${type}`);
  if (options.json) context.printJson(estimate);
  else for (const line of estimateLines(estimate)) context.print(line);
}

async function profileOf({ settings }: CliContext): Promise<Profile> {
  return withStack({ settings }, async ({ ports }) => {
    const live = (await everyTenantsDocuments(ports.ledger)).flatMap((record) => record.live ?? []);
    return measuredProfile(live.flatMap(({ pages, chunks, cost }) => (cost ? [{ pages, chunks, cost }] : [])));
  });
}

async function showTenants({ json, environment, month: of }: CostOptions, context: CliContext): Promise<void> {
  const costs = await withAccounts(environment, context, (ports) => tenantCosts(ports, of));
  if (json) context.printJson(costs);
  else for (const line of tenantCostLines(costs)) context.print(line);
}

async function showAnswers({ json, environment, month: of }: CostOptions, context: CliContext): Promise<void> {
  const metered = meteredAnswers(await withAccounts(environment, context, ({ answers }) => answers.answers(of)));
  if (json) context.printJson(metered);
  else for (const line of answerCostLines(metered)) context.print(line);
}

function estimateLines(estimate: CostEstimate): string[] {
  const { environment, workload, profile, totals, each } = estimate;
  const { documents, pages, questions } = workload;
  return [
    `${environment}: ${documents} documents of ${pages} pages and ${questions} questions a month`,
    `chunks and tokens are ${profile.isMeasured ? 'those of this state folder' : 'assumed'}; prices of US East, on demand`,
    ...section('idle', estimate.idle, totals.idle),
    ...section('ingest', estimate.ingest, totals.ingest),
    ...section('questions', estimate.questions, totals.questions),
    ...['', `${'a month'.padEnd(60)} ${money(totals.all)}`],
    ...[`${'1,000 pages'.padEnd(60)} ${money(each.thousandPages)}`, `${'an answer'.padEnd(60)} ${money(each.answer)}`],
    ...['', 'in place of it'],
    ...estimate.alternatives.map(({ what, difference }) => `  ${what.padEnd(58)} ${signed(difference)}`),
  ];
}

/** What is said of a price, by what it was compared with. */
const CHECKED = { list: 'compared', copy: 'by a copy', none: 'not compared' } as const;

function section(title: string, lines: readonly CostLine[], total: number): string[] {
  return [
    ...['', `${title.padEnd(60)} ${money(total)}`],
    ...lines.map(
      ({ what, dollars, quantity, unit, source, date, checked }) =>
        `  ${what.padEnd(58)} ${money(dollars)}  ${rounded(quantity)} × ${unit}, ${source} (${date}, ${CHECKED[checked]})`,
    ),
  ];
}

function money(dollars: number): string {
  return `$${dollars.toFixed(Math.abs(dollars) < 1 ? 4 : 2)}`.padStart(11);
}

function signed(dollars: number): string {
  return `${dollars < 0 ? '-' : '+'}$${Math.abs(dollars).toFixed(2)}`.padStart(11);
}

function rounded(quantity: number): string {
  return quantity.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}
