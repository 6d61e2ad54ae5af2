import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import type { Calibration } from '#shared/contracts/calibration.ts';
import { type CalibrationCase, fitCalibration, OPERATING_POINT } from '#shared/domain/calibration-fit.ts';
import type { LocalPorts } from '../local-ports.ts';
import { calibrationCase } from './calibration-cases.ts';
import { fitOf } from './fit-of.ts';
import type { Half, SquadCase, SquadFile } from './squad-file.ts';

/** The half of the articles that is fitted; the other is left to be reported on. */
const FITTED: Half = '1';

/** The questions that are fitted, or the first `limit` of them. */
export function casesToFit({ cases }: SquadFile, limit?: number): readonly SquadCase[] {
  return cases.filter(({ half }) => half === FITTED).slice(0, limit);
}

/**
 * What fits the embedder of these ports, in which the paragraphs of the file are ingested.
 *
 * @throws PipelineFailure as a search does; `InputInvalid` when the cases are too few, or all of one kind.
 */
export async function fittedCalibration(
  { name, corpus, gold }: SquadFile,
  labelled: readonly SquadCase[],
  ports: LocalPorts,
  onProgress: (done: number) => void,
): Promise<Calibration> {
  const cases: CalibrationCase[] = [];
  for (const each of labelled) {
    cases.push(await calibrationCase(each, ports));
    onProgress(cases.length);
  }
  const { isCalibrated: _, trials, ...fit } = fitOf(() => fitCalibration(cases));
  return {
    schema: 'affidavit.calibration/1',
    fingerprint: await embedderFingerprint(ports.embedder),
    at: new Date(ports.clock.now()).toISOString(),
    dataset: { name, corpus, gold },
    operatingPoint: OPERATING_POINT,
    fit: { isCalibrated: true, ...fit },
    cases: cases.map((each) => ({ ...each, gate: [...each.gate] })) as Calibration['cases'], // The same, but writable.
    trials: [...trials],
  };
}
