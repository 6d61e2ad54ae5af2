import type { AnswerResponse } from '#shared/contracts/api.ts';
import { meteredCost } from '#shared/domain/metered-cost.ts';
import type { ExportedSet } from '../evaluation/exported-set.ts';
import type { Measurement, RunContext } from '../evaluation/measurement.ts';
import type { Asked } from '../evaluation/noted-answers.ts';
import { judgeAnswers } from '../judging/judge-answers.ts';
import { type JudgeCalibration, readJudgeCalibration } from '../judging/judge-calibration.ts';
import { type JudgeReport, judgeLines, judgeReport } from '../judging/judge-report.ts';
import { judgedTexts } from '../judging/judged-texts.ts';
import type { Stack } from '../stack.ts';
import type { CliContext } from './cli-context.ts';
import { type OutputOptions, putOut } from './evaluation-output.ts';
import type { AskedCase } from './exported-answers.ts';
import { type JudgeOptions, type OpenJudge, openJudge } from './judge-options.ts';
import { progressBar } from './progress-bar.ts';

/** Answers of an evaluation, to be judged once all were given. */
export interface GivenAnswers {
  readonly set: ExportedSet;
  readonly asked: readonly AskedCase[];
  readonly answerTo: (asked: Asked) => AnswerResponse | undefined;
}

/** The judge of an evaluation's answers; one that was not asked for says nothing. */
export interface AnswersJudge {
  /** For the run's `system`. */
  readonly identity: RunContext['system'];
  judged(measurement: Measurement, given: GivenAnswers, stack: Stack): Promise<Measurement>;
  /** Prints and writes it, with what is to be said of the judge. */
  putOut(measurement: Measurement, about: RunContext): Promise<void>;
}

/**
 * Opens the judge that the options ask for, before anything else is done, and closes it after the work.
 *
 * @throws PipelineFailure `InputInvalid` without a model to ask, or with the calibration of another.
 */
export async function withAnswersJudge<T>(
  options: OutputOptions & JudgeOptions,
  context: CliContext,
  work: (judge: AnswersJudge) => Promise<T>,
): Promise<T> {
  if (options.judge === undefined && options.judgeCalibration === undefined) return work(noJudge(options, context));
  const opened = await openJudge(options, context);
  try {
    const { judgeCalibration: file } = options;
    const calibration = file === undefined ? undefined : await readJudgeCalibration(file, opened.identity);
    return await work(answersJudge(opened, calibration, options, context));
  } finally {
    opened.close();
  }
}

function noJudge(options: OutputOptions, context: CliContext): AnswersJudge {
  return {
    identity: {},
    judged: async (measurement) => measurement,
    putOut: (measurement, about) => putOut(measurement, about, options, context),
  };
}

function answersJudge(
  opened: OpenJudge,
  calibration: JudgeCalibration | undefined,
  options: OutputOptions,
  context: CliContext,
): AnswersJudge {
  return {
    identity: opened.identity,
    judged: async (measurement, { set, asked, answerTo }, stack) => {
      const bar = progressBar(measurement.cases.length, context);
      const textsOf = judgedTexts(set, asked, answerTo, stack.ports);
      const judged = await judgeAnswers(measurement, { ...opened, calibration, textsOf, onProgress: bar.update });
      bar.end();
      return { ...judged, models: [...(measurement.models ?? []), ...meteredCost(opened.uses()).uses] };
    },
    putOut: async (measurement, about) =>
      putJudged(measurement, about, judgeReport(measurement, opened, calibration), options, context),
  };
}

/** Prints and writes what a judge said, with what is to be said of the judge. */
export async function putJudged(
  measurement: Measurement,
  about: RunContext,
  judge: JudgeReport,
  options: OutputOptions,
  context: CliContext,
): Promise<void> {
  await putOut(measurement, about, options, context, { judge });
  if (!options.json) for (const line of judgeLines(judge)) context.print(line);
}
