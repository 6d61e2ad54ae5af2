import { type Command, Option } from 'commander';
import { describedEnvironment, environmentNames } from '#infra/aws/described-environment.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import type { CostLine } from '../costs/cost-line.ts';
import { type CostEstimate, estimateCosts } from '../costs/estimate-costs.ts';
import { type AnsweredTenant, meteredAnswers } from '../costs/metered-answers.ts';
import { type MeteredTenant, meteredTenants } from '../costs/metered-tenants.ts';
import { ASSUMED_PROFILE, measuredProfile, type Profile } from '../costs/workload.ts';
import { everyTenantsDocuments } from '../every-document.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { positiveInteger } from './option-values.ts';

interface CostOptions {
  readonly environment: string;
  readonly documents: number;
  readonly pages: number;
  readonly questions: number;
  readonly scannedPages: number;
  readonly measured?: true;
  readonly tenants?: true;
  readonly answers?: true;
  readonly json?: true;
}

export function addCostCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'cost',
    summary: 'what an environment on AWS would cost a month, line by line; what it stands at idle comes first',
    details: '\nPrices are those of shared/domain/prices.ts: US East, on demand, without any free tier.',
  })
    .addOption(new Option('--environment <name>', 'of which settings').choices(environmentNames()).default('prod'))
    .option('--documents <n>', 'documents a month', positiveInteger, 10_000)
    .option('--pages <n>', 'pages of each', positiveInteger, 12)
    .option('--scanned-pages <n>', 'pages a month that Textract reads, of all documents together', positiveInteger, 0)
    .option('--questions <n>', 'questions a month', positiveInteger, 50_000)
    .option('--measured', 'with chunks and tokens a page as they are in this state folder, in place of assumed ones')
    .option('--tenants', 'what the documents of this state folder cost, by tenant, in place of an estimate')
    .option('--answers', 'what the answers of this state folder cost, each and each accepted one, by tenant')
    .action((options: CostOptions) => {
      if (options.answers) return showAnswers(options, context);
      return options.tenants ? showTenants(options, context) : showEstimate(options, context);
    });
}

async function showEstimate(options: CostOptions, context: CliContext): Promise<void> {
  const { environment, documents, pages, questions, scannedPages } = options;
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

async function showTenants({ json }: CostOptions, context: CliContext): Promise<void> {
  const { settings } = context;
  const documents = await withStack({ settings }, ({ ports }) => everyTenantsDocuments(ports.ledger));
  const metered = meteredTenants(documents);
  if (json) context.printJson(metered);
  else
    for (const line of [...metered.tenants, { ...metered.total, tenantId: 'total' }]) context.print(tenantLine(line));
}

function tenantLine({ tenantId, documents, pages, dollars, embedded }: MeteredTenant): string {
  const note = embedded > 0 ? `; ${embedded} by embedded models, which cost nothing` : '';
  return `${tenantId.padEnd(20)} ${documents} documents, ${pages} pages, ${money(dollars)}${note}`;
}

async function showAnswers({ json }: CostOptions, context: CliContext): Promise<void> {
  const { settings } = context;
  const metered = meteredAnswers(await withStack({ settings }, ({ ports }) => ports.answers.answers()));
  if (json) context.printJson(metered);
  else
    for (const each of [...metered.tenants, { ...metered.total, tenantId: 'total' }])
      for (const line of answerLines(each)) context.print(line);
}

function answerLines({ tenantId, questions, answered, accepted, declined, ...each }: AnsweredTenant): string[] {
  const share = questions === 0 ? 0 : each.remembered / questions;
  const unknown = each.unknown > 0 ? `; ${each.unknown} questions are not in it, for a model has no price` : '';
  return [
    `${tenantId.padEnd(20)} ${questions} questions, ${answered} answered; ${each.remembered} remembered (${(100 * share).toFixed(1)} %)`,
    `  ${answered} answers: ${money(each.dollars).trim()}, an answer ${dollarsEach(each.dollarsAnAnswer)}${unknown}`,
    `  ${accepted} called helpful, ${declined} unhelpful: an accepted answer ${dollarsEach(each.dollarsAnAccepted)}`,
  ];
}

/** An answer takes less than a cent: as many digits as count. */
function dollarsEach(dollars: number | undefined): string {
  if (dollars === undefined) return '-';
  return `$${dollars.toLocaleString('en-US', { maximumSignificantDigits: 3 })}`;
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
