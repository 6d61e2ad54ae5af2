import { readFileSync } from 'node:fs';
import { type ServedCalibration, servedCalibration } from '#shared/contracts/served-calibration.ts';

/**
 * What a file of `affidavit calibrate --out` says, for an environment's `calibration`: the fit and whose it is, without
 * the cases that it came from.
 *
 * @throws ZodError or SyntaxError when it is no such file, which ends the synthesis.
 */
export function readCalibration(file: URL): ServedCalibration {
  return servedCalibration().parse(JSON.parse(readFileSync(file, 'utf8')));
}
