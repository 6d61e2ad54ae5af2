import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import type { Calibration } from '#shared/contracts/calibration.ts';
import { OPERATING_POINT } from '#shared/domain/calibration-fit.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { fitFusion } from '#shared/domain/fusion-fit.ts';
import { type BeirDataset, readBeirDataset } from '../evaluation/beir-dataset.ts';
import { evaluationSettings, ingestCorpus } from '../evaluation/evaluation-corpus.ts';
import { fusionCase } from '../evaluation/fusion-cases.ts';
import { storedCalibration } from '../local-calibration.ts';
import { type Stack, withStack } from '../stack.ts';
import type { CliContext } from './cli-context.ts';
import { ownStack } from './evaluation-output.ts';
import { progressBar } from './progress-bar.ts';

interface FusionOptions {
  readonly limit?: number;
  readonly split?: string;
}

/**
 * Fits fusion alone, on the judged queries of a folder in BEIR's layout; the rest of the calibration stays as it is.
 *
 * @throws PipelineFailure `InputInvalid` when the embedder has no calibration yet: a folder cannot make one.
 */
export async function calibrateFusion(
  folder: string,
  { limit, split = 'train' }: FusionOptions,
  context: CliContext,
): Promise<Calibration> {
  const dataset = await readBeirDataset(folder, split);
  const settings = evaluationSettings(context.settings, dataset, 'identifiers');
  context.note(`Index of ${dataset.corpus.length} documents: ${settings.AFFIDAVIT_HOME}`);
  return withStack(await ownStack(settings, context), async (stack) => {
    const before = await calibrationBefore(stack);
    const cases = await fusionCases(dataset, limit, stack, context);
    const { fusion, trials } = fitFusion(cases);
    const { name, hash: corpus, goldHash: gold } = dataset;
    const about = { dataset: { name, corpus, gold }, trials: [...trials] };
    return { ...before, fit: { ...before.fit, fusion }, fusion: { ...about, cases } };
  });
}

/** What the embedder is served by now. */
async function calibrationBefore({ ports }: Stack): Promise<Calibration> {
  const fingerprint = await embedderFingerprint(ports.embedder);
  const { isCalibrated, ...fit } = ports.calibration;
  if (!isCalibrated) {
    throw new PipelineFailure(
      'InputInvalid',
      'calibrate on a file in the format of SQuAD 2.0 first: a folder fits fusion',
    );
  }
  const stored = await storedCalibration(ports.settings);
  const none = { name: 'none', corpus: '', gold: '' };
  return {
    ...{ schema: 'affidavit.calibration/1', dataset: none, operatingPoint: OPERATING_POINT, cases: [] },
    ...(stored?.fingerprint.probe === fingerprint.probe && stored),
    ...{ fingerprint, at: new Date(ports.clock.now()).toISOString(), fit: { isCalibrated, ...fit } },
  };
}

async function fusionCases(dataset: BeirDataset, limit: number | undefined, stack: Stack, context: CliContext) {
  const bar = progressBar(dataset.corpus.length, context);
  const { corpusIds } = await ingestCorpus(stack, dataset, 'identifiers', bar.update);
  bar.end();
  const queries = dataset.queries.slice(0, limit);
  const asking = progressBar(queries.length, context);
  const cases: NonNullable<Calibration['fusion']>['cases'] = [];
  for (const query of queries) {
    const { queryClass, candidates } = await fusionCase(query, corpusIds, stack.ports);
    cases.push({ queryClass, candidates: [...candidates] });
    asking.update(cases.length);
  }
  asking.end();
  return cases;
}
