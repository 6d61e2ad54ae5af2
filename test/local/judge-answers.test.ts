import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeIdentity } from '#infra/local/evaluation/judge-identity.ts';
import { type Measurement, runOf } from '#infra/local/evaluation/measurement.ts';
import { judgeAnswers } from '#infra/local/judging/judge-answers.ts';
import { readJudgeCalibration } from '#infra/local/judging/judge-calibration.ts';
import { judgeLabelled } from '#infra/local/judging/judge-labelled.ts';
import type { JudgeLabel } from '#infra/local/judging/judge-labels.ts';
import { judgeLines, judgeReport } from '#infra/local/judging/judge-report.ts';
import { openAiJudge } from '#shared/adapters/portable/openai-judge.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import type { JudgedText } from '#shared/domain/judge-prompt.ts';
import { redacted } from '#shared/domain/text.ts';
import type { AnswerJudge } from '#shared/ports/answer-judge.ts';
import { judgesNumbers, judgingEndpoint, type ShownToJudge } from '../doubles/judging-endpoint.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const MODEL = 'small-model';
const REPEATS = 1;

/** About a hall: true or not. */
function hallText(hall: number, isTrue: boolean): JudgedText {
  return {
    ...{ criterion: 'faithful', question: redacted('') },
    reference: redacted(`The rent of hall ${hall} is ${1_000 + hall} euros.`),
    answer: redacted(`The rent is ${isTrue ? 1_000 + hall : 9_000 + hall} euros.`),
  };
}

async function judgeThat(judge: (shown: ShownToJudge) => boolean): Promise<AnswerJudge> {
  return openAiJudge({ baseUrl: await judgingEndpoint(judge), model: MODEL, ids: randomIds });
}

/** Lets every third lie pass, by its sum. */
const lenient = (shown: ShownToJudge) => judgesNumbers(shown) || Number(/\d+/.exec(shown.answer)?.[0]) % 3 === 0;

/** Calibrates a judge on labels, half of them lies, and reads the file back. */
async function calibrationOf(judge: AnswerJudge, identity = judgeIdentity(MODEL, REPEATS), count = 60) {
  const labels = Array.from({ length: count }, (_, hall): JudgeLabel => {
    const holds = hall % 2 === 0;
    return { id: `l${hall}`, set: 'halls', judged: hallText(hall, holds), holds };
  });
  const measured = await judgeLabelled(labels, { judge, repeats: REPEATS, now: () => 0, onProgress: () => undefined });
  const file = path.join(temporaryFolder(), 'judge.json');
  const dataset = { name: 'halls', corpus: 'ab'.repeat(32), gold: 'cd'.repeat(32) };
  const system = judgeIdentity(MODEL, REPEATS);
  writeFileSync(file, JSON.stringify(runOf(measured, { dataset, system, at: 0 })));
  return readJudgeCalibration(file, identity);
}

/** Fifty answers of which seven in ten are true, and two refusals. */
const ANSWERS: Measurement = {
  ...{ kind: 'answers', figures: {}, summary: {}, seconds: 1 },
  cases: Array.from({ length: 52 }, (_, at) => ({ id: String(at), slices: {}, figures: {} })),
};
const textsOf = async (id: string) => (Number(id) < 50 ? [hallText(200 + Number(id), Number(id) < 35)] : []);

async function judgedBy(judge: AnswerJudge, calibration?: Awaited<ReturnType<typeof calibrationOf>>) {
  const judging = { judge, repeats: REPEATS, calibration, textsOf, onProgress: () => undefined };
  const measured = await judgeAnswers(ANSWERS, judging);
  const verdicts = measured.cases.flatMap(({ figures }) => figures['advisory.faithful'] ?? []);
  const lines = judgeLines(judgeReport(measured, judging, calibration));
  return { measured, lines, said: verdicts.reduce((sum, verdict) => sum + verdict, 0) / verdicts.length };
}

describe('answers that a model judges', () => {
  it('get a verdict each, but refusals, and are called uncalibrated without labels', async () => {
    const { measured, lines, said } = await judgedBy(await judgeThat(judgesNumbers));

    expect(said).toBe(0.7);
    expect(measured.cases.filter(({ figures }) => 'advisory.faithful' in figures)).toHaveLength(50);
    expect(measured.summary).toEqual({});
    expect(lines).toEqual([expect.stringContaining('uncalibrated; advice, and what it is worth is unknown')]);
  });

  it('of a lenient judge, have a share that is corrected by the errors it makes on labels', async () => {
    const judge = await judgeThat(lenient);

    const { measured, lines, said } = await judgedBy(judge, await calibrationOf(judge));

    const { value = 0, low = 1, high = 0 } = measured.summary['advisory.faithful.corrected'] ?? {};
    expect(said).toBe(0.8);
    expect(Math.abs(value - 0.7)).toBeLessThan(0.02);
    expect([low < 0.7, high > 0.7]).toEqual([true, true]);
    expect(lines[0]).toMatch(/calibrated on halls: balanced accuracy 0\.833 \[/);
  });

  it('of a judge that always says yes, have none: its calibration unmasks it', async () => {
    const judge = await judgeThat(() => true);

    const { measured, lines, said } = await judgedBy(judge, await calibrationOf(judge));

    expect(said).toBe(1);
    expect(measured.summary).toEqual({});
    expect(lines[0]).toMatch(/uninformative on halls: balanced accuracy 0\.500/);
  });
});

describe('a calibration', () => {
  it.each([
    ['another model', judgeIdentity('large-model', REPEATS), 'judge'],
    ['another number of repeats', judgeIdentity(MODEL, 5), 'judge.repeats'],
    ['other instructions', { ...judgeIdentity(MODEL, REPEATS), 'judge.instructions': 'x' }, 'judge.instructions'],
  ])('says nothing of %s', async (_what, identity, differs) => {
    const judge = await judgeThat(judgesNumbers);

    const reading = calibrationOf(judge, identity, 2);

    await expect(reading).rejects.toMatchObject({ name: 'InputInvalid', message: expect.stringContaining(differs) });
  });

  it('is no run of another kind', async () => {
    const file = path.join(temporaryFolder(), 'run.json');
    const dataset = { name: 'halls', corpus: 'ab'.repeat(32), gold: 'cd'.repeat(32) };
    writeFileSync(file, JSON.stringify(runOf(ANSWERS, { dataset, system: {}, at: 0 })));

    await expect(readJudgeCalibration(file, {})).rejects.toMatchObject({ name: 'InputInvalid' });
  });
});
