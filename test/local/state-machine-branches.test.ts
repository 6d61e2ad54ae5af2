import { expect, it } from 'vitest';
import type { LocalFunction } from '#infra/local/local-function.ts';
import { definitionOf, localStateMachine } from '#infra/local/state-machine.ts';
import { INGEST_STEPS } from '#shared/contracts/steps.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { cachedTemplate } from '../doubles/cached-template.ts';
import { branchesOf, takenBranches } from '../doubles/definition-branches.ts';

const template = await cachedTemplate();
const INPUT = { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 };

/** What fails before a step succeeds: one error of each retrier. */
const HEALING = ['DependencyUnavailable', 'FunctionTimedOut', 'Lambda.Unknown'];

/** Fails by these names, one a call, and then works. */
function healing(names: readonly string[], outcome: string, recognition?: object): LocalFunction {
  const left = [...names];
  return async (event) => {
    const name = left.shift();
    if (name !== undefined) throw Object.assign(new Error('passes'), { name });
    return {
      ...(event as object),
      outcome,
      batches: [0],
      documentClass: 'policy',
      language: 'en',
      ...(recognition && { recognition }),
    };
  };
}

/** Tells that a scan is still being read at the first call that works, and its text at the next. */
function recognising(names: readonly string[]): LocalFunction {
  const heal = healing(names, 'new');
  let looks = 0;
  return async (event) => {
    const { recognition, ...rest } = (await heal(event)) as { recognition?: unknown };
    looks += 1;
    return looks === 1 ? { ...rest, recognition } : rest;
  };
}

const fails: LocalFunction = async () => {
  throw new PipelineFailure('DocumentUnreadable', 'is damaged');
};

function steps(outcome: string, names: readonly string[] = []): Record<string, LocalFunction> {
  return Object.fromEntries(INGEST_STEPS.map((step) => [step, healing(names, outcome)]));
}

it('takes every branch of the state machine, and each ends as it shall', async () => {
  const { taken, note } = takenBranches();
  const run = async (functions: Record<string, LocalFunction>) =>
    (await localStateMachine(template, functions, { retryInterval: 0, onEvent: note }).run(INPUT)).outcome;

  const healed = await run(steps('new', HEALING));
  const unchanged = await run(steps('unchanged'));
  const scan = { extract: healing([], 'new', { job: 'a', looks: 0, waitSeconds: 0 }), recognise: recognising(HEALING) };
  const scanned = await run({ ...steps('new'), ...scan });
  const failed = [];
  for (const step of INGEST_STEPS.filter((name) => name !== 'reject')) {
    failed.push(await run({ ...steps('new'), ...scan, [step]: fails }));
  }
  const rejected = await run({ ...steps('new', HEALING), extract: fails });

  expect([healed, unchanged, scanned]).toEqual(['succeeded', 'succeeded', 'succeeded']);
  expect(new Set([...failed, rejected])).toEqual(new Set(['DocumentUnreadable']));
  const never = branchesOf(definitionOf(template).States).filter((branch) => !taken.has(branch));
  expect(never).toEqual([]);
});

it('says which branches no execution took', async () => {
  const { taken, note } = takenBranches();

  await localStateMachine(template, steps('unchanged'), { onEvent: note }).run(INPUT);

  const never = branchesOf(definitionOf(template).States).filter((branch) => !taken.has(branch));
  expect(never).toContain('extract runs');
  expect(never).toContain('publish hands its failure to reject');
  expect(never).not.toContain('identify runs');
});
