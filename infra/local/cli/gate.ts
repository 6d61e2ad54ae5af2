import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { GatePolicySchema } from '#shared/contracts/gate-policy.ts';
import { gateMarkdown } from '../evaluation/gate-markdown.ts';
import { gatePage } from '../evaluation/gate-page.ts';
import { type GateReport, judgeRun } from '../evaluation/judge-run.ts';
import { readRun, readShaped } from '../evaluation/run-file.ts';
import { addCommand, type CliContext, reportFailure } from './cli-context.ts';

interface GateOptions {
  readonly baseline: string;
  readonly candidate: string;
  readonly policy: string;
  readonly markdown?: string;
  readonly html?: string;
  readonly json?: true;
}

/** A gate is read by its exit code alone. */
const GATE_EXIT_CODES = { pass: 0, fail: 1, inconclusive: 2 } as const;

export function addGateCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'gate',
    summary: 'hold a run against a baseline and a policy: exits 0 pass, 1 fail, 2 inconclusive',
    details:
      '\nWhat cannot be judged, such as a figure without a threshold, exits 1. docs/evaluation.md has the policy.',
  })
    .requiredOption('--baseline <run>', 'the run to hold it against, of `evaluate --out`')
    .requiredOption('--candidate <run>', 'the run that is judged')
    .requiredOption('--policy <file>', 'thresholds, as YAML or JSON')
    .option('--markdown <file>', 'write a summary for a pull request')
    .option('--html <file>', 'write a report with plots, one self-contained page')
    .action(async (options: GateOptions) => {
      try {
        await gate(options, context);
      } catch (error) {
        // Whoever lets an inconclusive gate through must not let a broken one through with it.
        const setExitCode = () => context.setExitCode(GATE_EXIT_CODES.fail);
        reportFailure(error, { note: (line) => context.note(line), setExitCode });
      }
    });
}

async function gate(options: GateOptions, context: CliContext): Promise<void> {
  const [baseline, candidate] = await Promise.all([readRun(options.baseline), readRun(options.candidate)]);
  const policy = await readShaped(options.policy, GatePolicySchema, (text) => parse(text));
  const report = judgeRun(baseline, candidate, policy);
  if (options.markdown) await writeFile(options.markdown, gateMarkdown(report));
  if (options.html) await writeFile(options.html, gatePage(report));
  if (options.json) context.printJson(withoutDifferences(report));
  else context.print(gateMarkdown(report));
  context.setExitCode(GATE_EXIT_CODES[report.verdict]);
}

/** The differences of all cases are for plots: the runs themselves have them. */
function withoutDifferences({ claims, ...report }: GateReport) {
  return { ...report, claims: claims.map(({ differences: _, ...claim }) => claim) };
}
