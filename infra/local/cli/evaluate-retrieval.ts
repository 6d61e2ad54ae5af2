import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { EVERYONE } from '#shared/domain/access.ts';
import type { RedactionPolicy } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { toldLanguage } from '#shared/domain/told-language.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { readBeirDataset } from '../evaluation/beir-dataset.ts';
import { corpusRetriever } from '../evaluation/corpus-retriever.ts';
import { evaluateRetrieval, hybridPValue } from '../evaluation/evaluate-retrieval.ts';
import { EVALUATION_TENANT, evaluationSettings, ingestCorpus } from '../evaluation/evaluation-corpus.ts';
import { isFilingFolder, readFilingCorpus } from '../evaluation/filing-questions.ts';
import { type LabelledCorpus, readLabelledCorpus } from '../evaluation/gold-set-files.ts';
import { ingestObjects } from '../evaluation/ingest-objects.ts';
import type { Measurement, RunContext } from '../evaluation/measurement.ts';
import { goldCollections, goldDocumentKey, locateGold, spanRetriever } from '../evaluation/span-retriever.ts';
import { localExtraction } from '../local-extraction.ts';
import { type Stack, withStack } from '../stack.ts';
import type { CliContext } from './cli-context.ts';
import {
  addEvaluation,
  askingOptions,
  KEPT,
  type OutputOptions,
  ownStack,
  putOut,
  systemOf,
} from './evaluation-output.ts';
import { progressBar } from './progress-bar.ts';

interface RetrievalOptions extends OutputOptions {
  readonly split?: string;
  readonly policy: RedactionPolicy;
}

/** `missing`: documents, or labels, that are not in the index, so that nothing finds them. */
type Measured = readonly [measurement: Measurement, context: RunContext, missing: number];

export function addRetrievalEvaluation(parent: Command, context: CliContext): void {
  const policy = new Option('--policy <policy>', 'redaction of the corpus').choices(['identifiers', 'strict']);
  addEvaluation(parent, context, {
    kind: 'retrieval',
    summary: 'lexical, dense, hybrid and reranked search on a test collection',
    details: `
The set is a folder in the layout of BEIR (corpus.jsonl, queries.jsonl or queries.<split>.jsonl, qrels/<split>.tsv), a
file of questions labelled by spans of the documents beside it, or a folder of filings with qna_data.csv, each
company's questions asked of its filings alone: docs/evaluation.md has the formats.${KEPT}`,
  })
    .argument('<set>', 'the folder or the file')
    .option('--split <split>', 'of a folder: which queries and judgements (default: test)')
    .addOption(policy.default('identifiers'))
    .action(async (set: string, options: RetrievalOptions) => {
      const isFolder = (await stat(set)).isDirectory();
      if (!isFolder && options.split !== undefined) throw new PipelineFailure('InputInvalid', 'a file has no --split');
      const hasSpans = !isFolder || isFilingFolder(set);
      const [measurement, about, missing] = await (hasSpans ? overSpans : overDocuments)(set, options, context);
      const p = {
        lexical: hybridPValue(measurement.cases, 'lexical'),
        dense: hybridPValue(measurement.cases, 'dense'),
        reranked: hybridPValue(measurement.cases, 'reranked'),
      };
      await putOut(measurement, about, options, context, { pValues: p, missing });
      if (options.json) return;
      const figures = Object.entries(p).map(([part, value]) => `${part} ${value.toPrecision(2)}`);
      context.print(`hybrid against the others, ndcg@10, paired randomisation test: p = ${figures.join(', ')}`);
    });
}

async function overDocuments(folder: string, options: RetrievalOptions, context: CliContext): Promise<Measured> {
  const dataset = await readBeirDataset(folder, options.split ?? 'test');
  const settings = evaluationSettings(context.settings, dataset, options.policy);
  context.note(`Index of ${dataset.corpus.length} documents: ${settings.AFFIDAVIT_HOME}`);
  return withStack(await ownStack(settings, context), async (stack) => {
    const bar = progressBar(dataset.corpus.length, context);
    const corpus = await ingestCorpus(stack, dataset, options.policy, bar.update);
    bar.end();
    if (corpus.missing > 0) context.note(`${corpus.missing} documents were rejected or held and cannot be found.`);
    const { clock, languages } = stack.ports;
    const cases = await Promise.all(
      dataset.queries.map(async (query) => {
        const language = await languages.detect(unredacted(query.text));
        return { ...query, slices: { language } };
      }),
    );
    const asking = askingOptions(cases.length, options, clock.now, context);
    const measurement = await evaluateRetrieval(cases, corpusRetriever(stack, corpus.corpusIds), asking);
    const { name, hash, goldHash: gold } = dataset;
    return [measurement, about(stack, { name, corpus: hash, gold }, options), corpus.missing];
  });
}

async function overSpans(place: string, options: RetrievalOptions, context: CliContext): Promise<Measured> {
  const corpus = await (isFilingFolder(place) ? readFilings(place) : readLabelledCorpus(place));
  const { gold, documents, corpusHash, goldHash } = corpus;
  const settings = evaluationSettings(context.settings, { name: gold.name, hash: corpusHash }, options.policy);
  context.note(`Index of ${documents.length} documents: ${settings.AFFIDAVIT_HOME}`);
  return withStack(await ownStack(settings, context), async (stack) => {
    const bar = progressBar(documents.length, context);
    const collections = goldCollections(gold);
    const rule = { tenantId: EVALUATION_TENANT, access: [EVERYONE], policy: options.policy };
    const rules = collections.map((collection) => ({ ...rule, collection }));
    const objects = documents.map(({ path, bytes }) => ({ key: goldDocumentKey(path, collections), bytes }));
    await ingestObjects(stack, rules, objects, bar.update);
    bar.end();
    const { cases: located, missing } = await locateGold(stack, corpus);
    const cases = located.map((each) => ({
      ...each,
      slices: { ...each.slices, told: toldLanguage(each.text).language },
    }));
    if (missing > 0)
      context.note(`${missing} labels are not in the text as it was published: redaction may hide them.`);
    const asking = askingOptions(cases.length, options, stack.ports.clock.now, context);
    const measurement = await evaluateRetrieval(cases, spanRetriever(stack), asking);
    const dataset = { name: `${gold.name} ${gold.version}`, corpus: corpusHash, gold: goldHash };
    return [measurement, about(stack, dataset, options), missing];
  });
}

/** Its labels are found in the text: the files are read here as well as by the pipeline. */
async function readFilings(folder: string): Promise<LabelledCorpus> {
  const extraction = localExtraction();
  try {
    return await readFilingCorpus(folder, extraction);
  } finally {
    await extraction.close();
  }
}

function about({ ports }: Stack, dataset: RunContext['dataset'], { policy }: RetrievalOptions): RunContext {
  return { dataset, system: systemOf(ports.embedder, { policy }), at: ports.clock.now() };
}
