import path from 'node:path';
import type { Command } from 'commander';
import { pipelineTemplate } from '../pipeline-template.ts';
import { type SimulationResult, simulator } from '../simulation/simulator.ts';
import { addCommand, type CliContext, EXIT_CODES } from './cli-context.ts';
import { positiveInteger } from './option-values.ts';

interface SimulateOptions {
  readonly seed?: number;
  readonly runs: number;
  readonly json?: true;
}

/** Runs between two lines that say how far it is. */
const NOTE_EVERY = 100;

export function addSimulateCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'simulate',
    summary: 'run the pipeline through uploads, deletions, lost events, crashes and failing services, in virtual time',
    details: [
      '',
      'Each run draws operations on the bucket, the delivery of their events and the faults of every port from its seed,',
      'and in the end compares ledger, index and search with what the store holds. The models are stubs.',
      'The seed of a run that fails is printed: --seed tells that run step by step.',
    ].join('\n'),
  })
    .option('--seed <number>', 'one run, told step by step', positiveInteger)
    .option('--runs <number>', 'how many runs, from seed 1', positiveInteger, 200)
    .action((options: SimulateOptions) => simulate(options, context));
}

async function simulate({ seed, runs, json }: SimulateOptions, context: CliContext): Promise<void> {
  const template = await pipelineTemplate(path.join(context.settings.AFFIDAVIT_HOME, 'cache'));
  const { run, close } = await simulator(template);
  try {
    const results: SimulationResult[] = [];
    if (seed !== undefined) results.push(await run(seed, { withTranscript: true }));
    else for (let next = 1; next <= runs; next += 1) results.push(await noted(run(next), next, context));
    if (json) context.printJson({ runs: results.map(({ state: _state, ...result }) => result) });
    else for (const line of resultLines(results)) context.print(line);
    if (results.some(({ faults }) => faults.length > 0)) context.setExitCode(EXIT_CODES.failed);
  } finally {
    await close();
  }
}

async function noted(
  result: Promise<SimulationResult>,
  number: number,
  { note }: CliContext,
): Promise<SimulationResult> {
  const ended = await result;
  if (number % NOTE_EVERY === 0) note(`simulate: ${number} runs`);
  return ended;
}

function resultLines(results: readonly SimulationResult[]): string[] {
  const sum = (figure: (result: SimulationResult) => number) =>
    results.reduce((total, result) => total + figure(result), 0);
  const count = (kind: string) => sum(({ faults }) => faults.filter((fault) => fault.kind === kind).length);
  return [
    ...results.flatMap(({ transcript }) => transcript),
    ...results.flatMap(({ seed, faults }) =>
      faults.map(({ key, kind, detail }) => `seed ${seed}: ${key} is ${kind}: ${detail}`),
    ),
    `${results.length} runs, ${sum((result) => result.operations)} operations, ${sum((result) => result.calls)} calls, ` +
      `${sum((result) => result.crashes)} crashes, ${sum((result) => result.executions)} executions, ` +
      `${sum((result) => result.redriven)} sent again`,
    `${count('lost')} lost, ${count('doubled')} doubled, ${count('stale')} stale, ${count('orphan')} with orphans`,
  ];
}
