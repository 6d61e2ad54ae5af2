import { expect, it } from 'vitest';
import { everyDocument } from '#infra/local/every-document.ts';
import { CANARY_TENANT } from '#shared/contracts/canary.ts';
import { FARAH } from './askers.ts';
import { CANARY_METRICS, canaryRun } from './canary-runs.ts';
import { type AlarmStates, deployedAlarms } from './deployed-alarms.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { branchCoverage } from './execution-branches.ts';
import { CAUGHT, FAULTY } from './injected-faults.ts';
import { invokeFunction } from './invoke-function.ts';
import { loseEvents } from './lost-events.ts';
import { redriveRejected } from './redrive-rejected.ts';
import { hasEnded, whenRecord } from './sample-documents.ts';
import { say } from './say.ts';
import { stopExecutions } from './stopped-executions.ts';

/** Objectives about time, which says more of this machine than of the product: their alarms are printed alone. */
const ABOUT_TIME = /^(retrieval-latency|first-claim-latency|answer-latency|freshness)-/;

/** Questions while the index is down: more than the five below which no alarm of a share fires. */
const UNANSWERED = 10;

/** Registers the tests of what goes wrong and is found and mended, in the order in which it is let happen. */
export function operatedProduct(deployed: () => DeployedProduct): void {
  let healthyMinutes = 0;

  it.each(FAULTY.healing)('publishes $document, which every step fails once by what passes', async ({ document }) => {
    const record = await whenRecord(deployed().dev, document, hasEnded);

    expect(record).toMatchObject({ status: 'published', attempt: 1 });
  });

  it.each(FAULTY.failing)('rejects $document by the name of what that step throws', async ({ document }) => {
    const record = await whenRecord(deployed().dev, document, hasEnded);

    expect(record).toMatchObject({ status: 'rejected', attempt: 1, failure: { name: CAUGHT } });
  });

  it('canary: goes from upload to checked answer to deletion, and leaves nothing', async () => {
    const { stages, asked, found, leaks, metrics } = await canaryRun(deployed());

    say(
      `canary: facts found ${found} of ${asked}, ${metrics['CanaryDuration']} ms, published in ${metrics['CanaryFreshness']} s`,
    );
    const steps = ['published', 'answered', 'found', 'sealed', 'deleted'];
    expect(stages).toMatchObject(steps.map((stage) => ({ stage, ok: true })));
    expect([asked, found, leaks]).toEqual([8, 8, 0]);
    expect(CANARY_METRICS.length).toBeGreaterThan(0);
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining([...CANARY_METRICS]));
    expect(metrics).toMatchObject({ CanaryRuns: 1, CanaryFailures: 0, CanaryLeaks: 0, CanaryMisses: 0 });
    expect(await everyDocument(deployed().dev.ledger, CANARY_TENANT)).toEqual([]);
  });

  it('raises no alarm over the metrics of its functions while all is well', async () => {
    await invokeFunction(deployed(), 'reconcile', {}); // As its schedule does: silence of it would be an alarm.

    const alarms = await deployedAlarms(deployed().aws);

    healthyMinutes = alarms.minutes;
    sayAlarms('while all is well', alarms);
    expect(alarms.raised.filter((name) => !ABOUT_TIME.test(name))).toEqual([]);
  });

  it('gives the slots of executions that were stopped to what waits for one', { timeout: 240_000 }, async () => {
    const { waiting, stopped } = await stopExecutions(deployed());

    expect(waiting.status).toBe('published');
    expect(stopped.map(({ status }) => status)).toEqual(['running', 'running']);
  });

  it('ends every rejected document that is sent again, each with one effect', { timeout: 1_800_000 }, async () => {
    const { rejected, redrives, records, published } = await redriveRejected(deployed());

    const sent = redrives.reduce((total, one) => total + one.sent, 0);
    const ended = records.filter(hasEnded).length;
    const effects = published.reduce((total, runs) => total + runs, 0) / records.length;
    say(`redrive of ${rejected.length} rejected: sent ${sent}, terminal ${ended}, effect ${effects.toFixed(2)}`);
    expect(rejected.every(({ failure }) => failure?.name === 'Unexpected')).toBe(true);
    expect([sent, ended]).toEqual([rejected.length, rejected.length]);
    expect(records.every(({ status, live }) => status === 'published' && live?.attempt === 2)).toBe(true);
    expect(new Set(published)).toEqual(new Set([1]));
  });

  it('finds in one pass of the reconciler 5 % of events that were dropped', { timeout: 1_800_000 }, async () => {
    const { changes, lost, first, second, rerun } = await loseEvents(deployed());

    say(
      `events ${changes}, dropped ${lost.length}, found in one pass ${first.missing + first.stale + first.gone}, false re-runs ${rerun.length}`,
    );
    const count = (...kinds: readonly string[]) => lost.filter(({ kind }) => kinds.includes(kind)).length;
    const found = { missing: count('new'), stale: count('version', 'access'), gone: count('removal') };
    // The two that run are those whose executions were stopped: they are left alone until their time is over.
    const others = { dead: 0, unstarted: 0, running: 2 };
    expect(lost.length).toBeGreaterThan(0);
    expect(first).toMatchObject({ ...found, ...others });
    expect(second).toMatchObject({ missing: 0, stale: 0, gone: 0, ...others });
    expect(rerun).toEqual([]);
  });

  it('coverage: every state, choice, retry and catch of the state machine is executed', async () => {
    const { all, never } = await branchCoverage(deployed());

    const share = (((all.length - never.length) / all.length) * 100).toFixed(1);
    say(`branches of the deployed state machine taken: ${all.length - never.length} of ${all.length} (${share} %)`);
    for (const [what, word] of BRANCH_KINDS)
      say(`  ${what}: ${countOf(all, word) - countOf(never, word)} of ${countOf(all, word)}`);
    say(...never.map((branch) => `  never: ${branch}`));
    expect(never).toEqual([]);
  });

  it('canary: fails where questions find nothing although every part says that it is well', async () => {
    const { search } = deployed().aws;
    search.fail('empty', 'query');

    const { stages, metrics } = await canaryRun(deployed());
    search.fail(undefined);

    const steps = [
      { stage: 'published', ok: true },
      { stage: 'answered', ok: false },
      { stage: 'deleted', ok: true },
    ];
    expect(stages).toEqual(steps.map((step) => expect.objectContaining(step)));
    expect(stages.filter(({ failure }) => failure !== undefined)).toEqual([]);
    expect(metrics).toMatchObject({ CanaryRuns: 1, CanaryFailures: 1, CanaryLeaks: 0 });
  });

  it('canary: names the failure where questions do not reach the index', async () => {
    const { search } = deployed().aws;
    search.fail('down', 'query');

    const { stages, metrics } = await canaryRun(deployed());
    search.fail(undefined);

    expect(stages.find(({ stage }) => stage === 'published')).toMatchObject({ ok: true });
    expect(stages.find(({ ok }) => !ok)).toMatchObject({ stage: 'answered', failure: 'DependencyUnavailable' });
    expect(metrics).toMatchObject({ CanaryRuns: 1, CanaryFailures: 1 });
    expect(await everyDocument(deployed().dev.ledger, CANARY_TENANT)).toEqual([]);
  });

  it('raises the alarms of what went wrong, and no other', async () => {
    const { aws, dev } = deployed();
    aws.search.fail('down');

    const answers = [];
    for (let asked = 0; asked < UNANSWERED; asked += 1) {
      const body = { question: 'When does the garage of the head office open?' };
      answers.push(await dev.call({ method: 'POST', path: '/v1/answers', caller: FARAH, body }));
    }
    aws.search.fail(undefined);
    const alarms = await deployedAlarms(aws, healthyMinutes);

    sayAlarms('after a defect, lost events and an index that is down', alarms);
    const shown = answers.map(({ status, type }) => `${status} ${type}`);
    expect(new Set(shown)).toEqual(new Set(['503 application/problem+json']));
    const raised = new Set(
      alarms.raised
        .filter((name) => !ABOUT_TIME.test(name))
        .map((name) => name.replace(/-(fast|slow|steady|limit)$/, '')),
    );
    expect(raised).toEqual(new Set(['query-availability', 'ingest-success', 'reconciliation-gap', 'canary-run']));
    expect(alarms.raised).toEqual(expect.arrayContaining(['query-availability-fast', 'ingest-success-fast']));
  });
}

/** What the lines of a branch have in them, by its kind. Source: definition-branches.ts. */
const BRANCH_KINDS = [
  ['states', ' runs'],
  ['ways out of choices', ' chooses '],
  ['retriers', ' is tried again after '],
  ['catchers', ' hands its failure to '],
] as const;

function countOf(branches: readonly string[], word: string): number {
  return branches.filter((branch) => branch.includes(word)).length;
}

function sayAlarms(when: string, { raised, quiet, lines, minutes }: AlarmStates): void {
  say(
    `alarms ${when}: ${lines} lines of metrics, ${minutes} minutes, raised ${raised.length} of ${raised.length + quiet.length}`,
  );
  say(...raised.map((name) => `  raised ${name}`), ...quiet.map((name) => `  OK     ${name}`));
}
