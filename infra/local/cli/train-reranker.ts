import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import type { RedactionPolicy } from '#shared/domain/document.ts';
import { crossValidated, fitReranker } from '#shared/domain/rerank-fit.ts';
import type { RerankWeights } from '#shared/domain/rerank-weights.ts';
import { bootstrapMean, type Estimate, pairedRandomisation, percentile } from '#shared/domain/statistics.ts';
import { type BeirDataset, readBeirDataset } from '../evaluation/beir-dataset.ts';
import { evaluationSettings, ingestCorpus } from '../evaluation/evaluation-corpus.ts';
import { fitOf } from '../evaluation/fit-of.ts';
import { rerankCase, type SeenCase } from '../evaluation/rerank-cases.ts';
import { shownEstimate } from '../evaluation/shown-estimate.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { KEPT, ownStack } from './evaluation-output.ts';
import { positiveInteger } from './option-values.ts';
import { outputFile } from './output-file.ts';
import { progressBar } from './progress-bar.ts';

interface TrainOptions {
  readonly split: string;
  readonly limit?: number;
  readonly policy: RedactionPolicy;
  readonly meaning?: true;
  readonly out?: string;
  readonly json?: true;
}

/** What a fit is, and what it is worth on questions that it was not fitted on. */
interface TrainedReranker {
  readonly dataset: string;
  readonly cases: number;
  /** Fitted on all questions. */
  readonly weights: RerankWeights;
  /** nDCG@10, each question under weights of the other half. */
  readonly crossValidated: { readonly fused: Estimate; readonly reranked: Estimate; readonly gain: Estimate };
  readonly pValue: number;
  readonly millisecondsP95: number;
}

export function addTrainRerankerCommand(program: Command, context: CliContext): void {
  const policy = new Option('--policy <policy>', 'redaction of the corpus').choices(['identifiers', 'strict']);
  addCommand(program, context, {
    name: 'train-reranker',
    summary: 'fit the weights of the local reranker on questions whose relevant documents are known',
    details: `
The set is a folder in the layout of BEIR. Every second question is fitted and the others measured, then the other way
round: gain, interval and p-value are of questions that the weights had not seen. The weights are fitted on all.${KEPT}`,
  })
    .argument('<folder>', 'the set')
    .option('--split <split>', 'which queries and judgements', 'train')
    .option('--limit <n>', 'the first n questions only', positiveInteger)
    .option('--meaning', 'compare the best sentence of each passage in meaning too: slower')
    .option('--out <file>', 'write the features of every candidate there, as numbers', outputFile)
    .addOption(policy.default('identifiers'))
    .action((folder: string, options: TrainOptions) => train(folder, options, context));
}

async function train(folder: string, options: TrainOptions, context: CliContext): Promise<void> {
  const dataset = await readBeirDataset(folder, options.split);
  const cases = await seenCases(dataset, options, context);
  if (options.out !== undefined) await writeFile(options.out, `${JSON.stringify(cases.map(plain))}\n`);
  const trained = fitOf(() => trainedOn(dataset.name, cases));
  if (options.json) context.printJson(trained);
  else for (const line of trainedLines(trained)) context.print(line);
}

async function seenCases(
  dataset: BeirDataset,
  { limit, policy, meaning }: TrainOptions,
  context: CliContext,
): Promise<SeenCase[]> {
  const settings = evaluationSettings(context.settings, dataset, policy);
  context.note(`Index of ${dataset.corpus.length} documents: ${settings.AFFIDAVIT_HOME}`);
  return withStack(await ownStack(settings, context), async (stack) => {
    const taken = progressBar(dataset.corpus.length, context);
    const { corpusIds } = await ingestCorpus(stack, dataset, policy, taken.update);
    taken.end();
    const asked = dataset.queries.slice(0, limit);
    const bar = progressBar(asked.length, context);
    const cases: SeenCase[] = [];
    for (const query of asked) {
      cases.push(await rerankCase(query, corpusIds, { comparesMeaning: meaning === true }, stack.ports));
      bar.update(cases.length);
    }
    bar.end();
    return cases;
  });
}

function trainedOn(dataset: string, cases: readonly SeenCase[]): TrainedReranker {
  const tested = crossValidated(cases);
  const [fused, reranked] = [tested.map((each) => each.fused), tested.map((each) => each.reranked)];
  return {
    ...{ dataset, cases: cases.length, weights: fitReranker(cases) },
    crossValidated: {
      fused: bootstrapMean(fused),
      reranked: bootstrapMean(reranked),
      gain: bootstrapMean(tested.map((each) => each.reranked - each.fused)),
    },
    pValue: pairedRandomisation(reranked, fused),
    millisecondsP95: percentile(
      cases.map(({ milliseconds }) => milliseconds),
      95,
    ),
  };
}

function plain({ judgements, ...rest }: SeenCase) {
  return { ...rest, judgements: Object.fromEntries(judgements) };
}

function trainedLines({ dataset, cases, weights, crossValidated: tested, ...rest }: TrainedReranker): string[] {
  return [
    `${dataset}: ${cases} questions, each measured under weights that were fitted on the other half`,
    `ndcg@10: fused ${shownEstimate(tested.fused)}, reranked ${shownEstimate(tested.reranked)}, gain ${shownEstimate(tested.gain)}`,
    `paired randomisation test: p = ${rest.pValue.toPrecision(2)}; 95 % within ${rest.millisecondsP95.toFixed(0)} ms`,
    ...Object.entries(weights).map(([name, weight]) => `${name.padEnd(11)} ${weight.toFixed(2)}`),
  ];
}
