import { existsSync } from 'node:fs';
import { bgeEmbedder } from '#shared/adapters/portable/bge-embedder.ts';
import { readPolicy } from '#shared/adapters/portable/policy-file.ts';
import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { calibrationFile, storedCalibration } from '../local-calibration.ts';
import { MODEL_FILES } from '../local-models.ts';
import { inspectModel } from './inspect-model.ts';
import { shellWord } from './shell-word.ts';

/** Whether what the settings name is there and fits. What they leave out is not looked for. */
export async function inspectSettings(settings: LocalSettings): Promise<Finding[]> {
  const models = [
    inspectModel('AFFIDAVIT_MODEL', {
      url: settings.AFFIDAVIT_MODEL_URL,
      model: settings.AFFIDAVIT_MODEL,
      key: settings.AFFIDAVIT_MODEL_KEY,
    }),
    inspectModel('AFFIDAVIT_SECOND_MODEL', {
      url: settings.AFFIDAVIT_SECOND_MODEL_URL,
      model: settings.AFFIDAVIT_SECOND_MODEL,
      key: settings.AFFIDAVIT_SECOND_MODEL_KEY,
    }),
  ];
  return [policy(settings), await calibration(settings), ...(await Promise.all(models))].flat();
}

function policy({ AFFIDAVIT_POLICY: file }: LocalSettings): Finding[] {
  if (file === undefined) return [];
  const mend = 'Mend the file (docs/answers.md), or run `unset AFFIDAVIT_POLICY` for the rules that always hold.';
  try {
    readPolicy(file);
    return [{ check: 'policy', ok: true, found: 'whole', mend }];
  } catch {
    return [{ check: 'policy', ok: false, found: 'missing or malformed: nothing starts with it', mend }];
  }
}

/** One for another model is passed over without a word, so that somebody has to say it here. */
async function calibration(settings: LocalSettings): Promise<Finding[]> {
  const file = calibrationFile(settings);
  const isThere = existsSync(file);
  if (!isThere && settings.AFFIDAVIT_CALIBRATION === undefined) return [];
  const check = 'calibration';
  const mend = `Run \`npx affidavit calibrate\`, or \`${isThere ? `rm ${shellWord(file)}` : 'unset AFFIDAVIT_CALIBRATION'}\` for that of the release.`;
  try {
    const stored = await storedCalibration(settings);
    if (stored === undefined) return [{ check, ok: false, found: 'not there', mend }];
    const { modelId, dimensions } = bgeEmbedder(MODEL_FILES.embedder);
    const { fingerprint } = stored;
    const ok = fingerprint.modelId === modelId && fingerprint.dimensions === dimensions;
    const found = ok ? `for ${modelId}` : `for ${fingerprint.modelId}, and this release embeds by ${modelId}`;
    return [{ check, ok, found, mend }];
  } catch {
    return [{ check, ok: false, found: 'malformed: nothing starts with it', mend }];
  }
}
