import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type * as z from 'zod';
import { addCalibrateCommand } from '#infra/local/cli/calibrate.ts';
import { calibrationFile, calibrationFor, storedCalibration } from '#infra/local/local-calibration.ts';
import { CalibrationSchema } from '#shared/contracts/calibration.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';
import { beirFolder } from '../doubles/beir-folder.ts';
import { giveTemplate } from '../doubles/cached-template.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const FINGERPRINT = { modelId: 'other-model', dimensions: 3, probe: 'ab' };
const FIT = { ...calibrationOf('other-model'), isCalibrated: true as const, fusion: { vector: 0.9, lexical: 0.1 } };

function stored(text?: string, fit: z.input<typeof CalibrationSchema>['fit'] = FIT) {
  const settings = LocalSettings.parse({ AFFIDAVIT_HOME: temporaryFolder() });
  const calibration = CalibrationSchema.parse({
    ...{ schema: 'affidavit.calibration/1', fingerprint: FINGERPRINT, at: '2026-01-01T00:00:00.000Z', fit },
    ...{ dataset: { name: 'set', corpus: 'c', gold: 'g' }, cases: [] },
    operatingPoint: { gateRefusals: 0.01, sentenceRefusals: 0.02 },
  });
  writeFileSync(path.join(settings.AFFIDAVIT_HOME, 'calibration.json'), text ?? JSON.stringify(calibration));
  return settings;
}

type Embedder = Pick<typeof FINGERPRINT, 'modelId' | 'dimensions'>;
const localCalibration = async (settings: LocalSettings, embedder: Embedder, of: ReturnType<typeof index>) =>
  calibrationFor(embedder, of, await storedCalibration(settings));

const GENERATION = { number: 1, state: 'serving', version: 1 } as const;
const index = (probe?: string) => ({
  serving: async () => (probe === undefined ? undefined : { ...GENERATION, fingerprint: { ...FINGERPRINT, probe } }),
});

it('serves an embedder by the fit that was made for it', async () => {
  expect(await localCalibration(stored(), FINGERPRINT, index())).toEqual(FIT);
  expect(await localCalibration(stored(), FINGERPRINT, index('ab'))).toEqual(FIT);
});

it.each([
  ['another model', { ...FINGERPRINT, modelId: 'third-model' }, undefined],
  ['another length', { ...FINGERPRINT, dimensions: 4 }, undefined],
  ['another build of the model', FINGERPRINT, 'cd'],
])('serves as uncalibrated when the fit is for %s', async (_what, embedder, probe) => {
  expect((await localCalibration(stored(), embedder, index(probe))).isCalibrated).toBe(false);
});

it('reads weights by way of asking, and a file of before without them', async () => {
  const fusion = { ...FIT.fusion, method: 'ranks' as const, classes: { identifier: { vector: 0.2, lexical: 0.8 } } };

  expect(await localCalibration(stored(undefined, { ...FIT, fusion }), FINGERPRINT, index())).toEqual({
    ...FIT,
    fusion,
  });
  expect((await localCalibration(stored(), FINGERPRINT, index())).fusion).toEqual({ vector: 0.9, lexical: 0.1 });
});

it('reads how likely an answer is from a file of before, whose names are those that the sentence alone lacks', async () => {
  const answerability = { similarity: 5, form: 0.5, missingNames: -0.4, turnedRound: -1, bias: -4 };

  const fit = await localCalibration(stored(undefined, { ...FIT, answerability }), FINGERPRINT, index());

  expect(fit.answerability).toEqual(answerability);
});

it('fits fusion to a folder of judged queries, and leaves the rest of the calibration as it was', async () => {
  const home = temporaryFolder();
  await giveTemplate(home);

  const { documents } = await runCommand(addCalibrateCommand, ['calibrate', await beirFolder('train'), '--json'], home);

  const settings = LocalSettings.parse({ AFFIDAVIT_HOME: home });
  const written = CalibrationSchema.parse(JSON.parse(readFileSync(calibrationFile(settings), 'utf8')));
  const own = calibrationOf('bge-small-en-v1.5-int8');
  expect(documents).toMatchObject([{ fusion: { cases: 2, trials: [{ name: 'ranks', cases: 2, isKept: false }] } }]);
  expect(written.fit).toMatchObject({ gate: own.gate, sentence: own.sentence });
  expect(written.fusion?.cases.map(({ queryClass }) => queryClass)).toEqual(['sentence', 'sentence']);
  expect(JSON.stringify(written)).not.toMatch(/coral|violin/);
});

it('takes its own fit without a file, and refuses a malformed one', async () => {
  const none = LocalSettings.parse({ AFFIDAVIT_HOME: temporaryFolder() });

  expect(await localCalibration(none, FINGERPRINT, index())).toEqual(calibrationOf('other-model'));
  await expect(localCalibration(stored('{"fit":'), FINGERPRINT, index())).rejects.toMatchObject({
    name: 'InputInvalid',
  });
});

it('serves what was kept of a fit alone, and refuses a whole one whose cases are broken', async () => {
  const kept = { fingerprint: FINGERPRINT, fit: FIT };
  const broken = { ...kept, schema: 'affidavit.calibration/1', cases: [{ id: 'q1' }] };

  expect(await localCalibration(stored(JSON.stringify(kept)), FINGERPRINT, index())).toEqual(FIT);
  await expect(localCalibration(stored(JSON.stringify(broken)), FINGERPRINT, index())).rejects.toMatchObject({
    name: 'InputInvalid',
  });
});
