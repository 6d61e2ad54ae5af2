import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { type Calibration, CalibrationSchema } from '#shared/contracts/calibration.ts';
import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import { type ServedCalibration, servedCalibration } from '#shared/contracts/served-calibration.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { parsedJson } from '#shared/domain/parsed-json.ts';
import { calibrationOf, type RetrievalCalibration } from '#shared/domain/retrieval-calibration.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { Embedder } from '#shared/ports/embedder.ts';

/** As it was written, with the cases that it came from, or what a search needs of it and nothing else. */
const StoredCalibration = z.union([CalibrationSchema, z.strictObject(servedCalibration().shape)]);

/** Where `affidavit calibrate` leaves its fit, and where a stack looks for one. */
export function calibrationFile({ AFFIDAVIT_CALIBRATION, AFFIDAVIT_HOME }: LocalSettings): string {
  return AFFIDAVIT_CALIBRATION ?? path.join(AFFIDAVIT_HOME, 'calibration.json');
}

/**
 * What `affidavit calibrate` left, if anything.
 *
 * @throws PipelineFailure `InputInvalid` when the file is there and malformed.
 */
export async function storedCalibration(settings: LocalSettings): Promise<Calibration | ServedCalibration | undefined> {
  const file = calibrationFile(settings);
  if (!existsSync(file)) return undefined;
  const parsed = StoredCalibration.safeParse(parsedJson(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new PipelineFailure(
    'InputInvalid',
    'the file of the calibration is malformed: affidavit calibrate writes it anew',
  );
}

/**
 * The fit for an embedder: the stored one when it is of this model, length and, once there is an index, of its very
 * fingerprint; else ours for models that we measured; else what serves as `uncalibrated`.
 */
export async function calibrationFor(
  embedder: Pick<Embedder, 'modelId' | 'dimensions'>,
  index: Pick<ChunkIndex, 'serving'>,
  stored: ServedCalibration | undefined,
): Promise<RetrievalCalibration> {
  const own = calibrationOf(embedder.modelId);
  if (stored?.fingerprint.modelId !== embedder.modelId) return own;
  if (stored.fingerprint.dimensions !== embedder.dimensions) return own;
  const indexed = (await index.serving())?.fingerprint;
  return indexed === undefined || indexed.probe === stored.fingerprint.probe ? stored.fit : own;
}
