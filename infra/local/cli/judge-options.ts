import type { Command } from 'commander';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { judgeIdentity } from '../evaluation/judge-identity.ts';
import type { RunContext } from '../evaluation/measurement.ts';
import { type BudgetedJudge, budgetedJudge } from '../judging/budgeted-judge.ts';
import { configuredJudge } from '../local-models.ts';
import type { CliContext } from './cli-context.ts';
import { positiveInteger, positiveNumber } from './option-values.ts';

export interface JudgeOptions {
  readonly judge?: true;
  readonly judgeRepeats?: number;
  readonly judgeBudget?: number;
  readonly judgeCalibration?: string;
}

/** An odd number has no ties, and three is the least of them; `evaluate judge` prints how far the repeats agree. */
const REPEATS = 3;

/** Dollars: some twice what 1,500 cases take of Nova Lite by two criteria, three times each. Ours to change. */
const BUDGET = 1;

/** The options of every command that asks a judge. */
export function addJudgeOptions(command: Command): Command {
  return command
    .option('--judge-repeats <n>', `how often the judge is asked about each answer (${REPEATS})`, positiveInteger)
    .option('--judge-budget <dollars>', `what the judge may take, by the file of prices (${BUDGET})`, positiveNumber);
}

export interface OpenJudge extends BudgetedJudge {
  readonly repeats: number;
  readonly identity: RunContext['system'];
}

/** @throws PipelineFailure `InputInvalid` without a model to ask. */
export async function openJudge(
  { judgeRepeats: repeats = REPEATS, judgeBudget = BUDGET }: JudgeOptions,
  { settings, note, judge = configuredJudge(settings) }: CliContext,
): Promise<OpenJudge> {
  if (judge === undefined) {
    throw new PipelineFailure('InputInvalid', 'no model to judge: name one by AFFIDAVIT_JUDGE_MODEL_URL and _MODEL');
  }
  if (judge.name === settings.AFFIDAVIT_MODEL)
    note('The judge is the model that answers, and models prefer their own.');
  return { ...(await budgetedJudge(judge, judgeBudget)), repeats, identity: judgeIdentity(judge.name, repeats) };
}
