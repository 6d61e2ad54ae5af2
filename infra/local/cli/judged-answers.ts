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
  /** For the JSON document, and for people. */
  told(measurement: Measurement): { readonly judge?: JudgeReport };
  lines(measurement: Measurement): readonly string[];
}

/**
 * Opens the judge that the options ask for, before anything else is done, and closes it after the work.
 *
 * @throws PipelineFailure `InputInvalid` without a model to ask, or with the calibration of another.
 */
export async function withAnswersJudge<T>(
  options: JudgeOptions,
  context: CliContext,
  work: (judge: AnswersJudge) => Promise<T>,
): Promise<T> {
  if (options.judge === undefined) return work(NO_JUDGE);
  const opened = await openJudge(options, context);
  try {
    const { judgeCalibration: file } = options;
    const calibration = file === undefined ? undefined : await readJudgeCalibration(file, opened.identity);
    return await work(answersJudge(opened, calibration, context));
  } finally {
    opened.close();
  }
}

const NO_JUDGE: AnswersJudge = {
  identity: {},
  judged: async (measurement) => measurement,
  told: () => ({}),
  lines: () => [],
};

function answersJudge(opened: OpenJudge, calibration: JudgeCalibration | undefined, context: CliContext): AnswersJudge {
  const report = (measurement: Measurement) => judgeReport(measurement, opened, calibration);
  return {
    identity: opened.identity,
    judged: async (measurement, { set, asked, answerTo }, stack) => {
      const bar = progressBar(measurement.cases.length, context);
      const textsOf = judgedTexts(set, asked, answerTo, stack.ports);
      const judged = await judgeAnswers(measurement, { ...opened, calibration, textsOf, onProgress: bar.update });
      bar.end();
      return { ...judged, models: [...(measurement.models ?? []), ...meteredCost(opened.uses()).uses] };
    },
    told: (measurement) => ({ judge: report(measurement) }),
    lines: (measurement) => judgeLines(report(measurement)),
  };
}
