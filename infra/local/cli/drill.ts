import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import type { AnswerResponse, Problem } from '#shared/contracts/api.ts';
import { failureNamed } from '#shared/domain/failures.ts';
import { objectKeyOf } from '#shared/domain/identity.ts';
import { stubbedModels } from '../benchmark/stubbed-models.ts';
import { drilledParts } from '../drill/drilled-parts.ts';
import { type DrillAnswer, type DrillRow, drillOutages } from '../drill/outage-drill.ts';
import { LOCAL_COLLECTION, LOCAL_TENANT } from '../local-tenant.ts';
import { pipelineTemplate } from '../pipeline-template.ts';
import { type ServingStack, serveStack } from '../serve-stack.ts';
import { addCommand, type CliContext, EXIT_CODES } from './cli-context.ts';
import { positiveInteger } from './option-values.ts';

interface DrillCommandOptions {
  readonly seconds: number;
  readonly json?: true;
}

const QUESTIONS_PER_SECOND = 5;
/** Longer than any drill. */
const TOKEN_SECONDS = 3_600;
/** Questions in work at once: what fails slowly must not make the server shed load, for that is another test. */
const REQUESTS_AT_ONCE = 64;

const DOCUMENT = 'The monthly rent of the hall is 51,000 euros. It is payable by the third working day.';
const QUESTION = 'What is the monthly rent of the hall?';

export function addDrillCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'drill',
    summary: 'put models, reranker, index, guardrail and ledger down in turn while questions are asked over HTTP',
    details:
      '\nA stack of its own in a temporary folder, with stand-ins for models; nothing of the state folder is used.',
  })
    .option('--seconds <n>', 'of each phase', positiveInteger, 12)
    .action((options: DrillCommandOptions) => drill(options, context));
}

async function drill({ seconds, json }: DrillCommandOptions, context: CliContext): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'affidavit-drill-'));
  const template = await pipelineTemplate(path.join(context.settings.AFFIDAVIT_HOME, 'cache'));
  const parts = drilledParts(systemClock);
  const { embedder, finder } = stubbedModels();
  const settings = {
    ...context.settings,
    ...{ AFFIDAVIT_HOME: home, AFFIDAVIT_PORT: 0, AFFIDAVIT_MAX_REQUESTS: REQUESTS_AT_ONCE },
    AFFIDAVIT_CACHES: 'off' as const, // Or nobody would be asked what was asked before.
  };
  const stack = await serveStack(settings, {
    template,
    overrides: {
      ...{ embedder, finders: [finder], models: parts.models, reranker: parts.reranker, guardrail: parts.guardrail },
      decorate: (ports) => ({ ...ports, index: parts.index(ports.index), ledger: parts.ledger(ports.ledger) }),
    },
  });
  try {
    const key = objectKeyOf({ tenantId: LOCAL_TENANT, collection: LOCAL_COLLECTION, path: 'lease.txt' });
    await stack.ports.store.write(key, new TextEncoder().encode(DOCUMENT));
    await stack.settled();
    context.note(`drill: ${QUESTIONS_PER_SECOND} questions a second, ${seconds} seconds a phase`);
    const service = { ask: await asker(stack), setDown: parts.setDown, clock: systemClock };
    print(await drillOutages(service, { seconds, perSecond: QUESTIONS_PER_SECOND }), json, context);
  } finally {
    await stack.close();
    await rm(home, { recursive: true, force: true });
  }
}

async function asker({ address, issueToken }: ServingStack): Promise<() => Promise<DrillAnswer>> {
  const token = await issueToken({ tenantId: LOCAL_TENANT, user: 'drill', groups: [] }, TOKEN_SECONDS);
  const request = {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ question: QUESTION }),
  };
  return async () => {
    const response = await fetch(`${address}/v1/answers`, request);
    // The API's own contract on either side.
    if (response.ok) return (await response.json()) as AnswerResponse;
    const { type } = (await response.json()) as Problem;
    return { failure: failureNamed(type.slice(type.lastIndexOf(':') + 1)) };
  };
}

function print(rows: readonly DrillRow[], json: true | undefined, context: CliContext): void {
  if (json) context.printJson({ rows });
  else for (const row of rows) context.print(lineOf(row));
  const faults = rows.reduce((total, row) => total + row.faults, 0);
  if (!json) context.print(`${faults} faults: answers that do not say how they were made, or failures out of place`);
  if (faults > 0) context.setExitCode(EXIT_CODES.failed);
}

function lineOf({ phase, asked, answers, degraded, p95Milliseconds, settledAfterMilliseconds }: DrillRow): string {
  const made = Object.entries(answers).map(([maker, count]) => `${maker} ${count}`);
  return (
    `${phase.padEnd(17)} ${asked} asked: ${made.join(', ')}; ${degraded} degraded; p95 ${p95Milliseconds.toFixed(0)} ms; ` +
    `settled after ${(settledAfterMilliseconds / 1000).toFixed(1)} s`
  );
}
