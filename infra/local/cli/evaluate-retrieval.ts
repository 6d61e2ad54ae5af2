import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { EVERYONE } from '#shared/domain/access.ts';
import type { RedactionPolicy } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { readBeirDataset } from '../evaluation/beir-dataset.ts';
import { corpusRetriever } from '../evaluation/corpus-retriever.ts';
import { evaluateRetrieval, hybridPValue } from '../evaluation/evaluate-retrieval.ts';
import {
  EVALUATION_COLLECTION,
  EVALUATION_TENANT,
  evaluationSettings,
  ingestCorpus,
} from '../evaluation/evaluation-corpus.ts';
import { readLabelledCorpus } from '../evaluation/gold-set-files.ts';
import { ingestObjects } from '../evaluation/ingest-objects.ts';
import type { Measurement, RunContext } from '../evaluation/measurement.ts';
import { goldDocumentKey, locateGold, spanRetriever } from '../evaluation/span-retriever.ts';
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

type Measured = readonly [measurement: Measurement, context: RunContext];

export function addRetrievalEvaluation(parent: Command, context: CliContext): void {
  const policy = new Option('--policy <policy>', 'redaction of the corpus').choices(['identifiers', 'strict']);
  addEvaluation(parent, context, {
    kind: 'retrieval',
    summary: 'lexical, dense, hybrid and reranked search on a test collection',
    details: `
The set is a folder in the layout of BEIR (corpus.jsonl, queries.jsonl or queries.<split>.jsonl, qrels/<split>.tsv),
or a file of questions labelled by spans of the documents beside it: docs/evaluation.md has the format.${KEPT}`,
  })
    .argument('<set>', 'the folder or the file')
    .option('--split <split>', 'of a folder: which queries and judgements (default: test)')
    .addOption(policy.default('identifiers'))
    .action(async (set: string, options: RetrievalOptions) => {
      const isFolder = (await stat(set)).isDirectory();
      if (!isFolder && options.split !== undefined) throw new PipelineFailure('InputInvalid', 'a file has no --split');
      const [measurement, about] = await (isFolder ? overDocuments : overSpans)(set, options, context);
      const p = {
        lexical: hybridPValue(measurement.cases, 'lexical'),
        dense: hybridPValue(measurement.cases, 'dense'),
        reranked: hybridPValue(measurement.cases, 'reranked'),
      };
      await putOut(measurement, about, options, context, { pValues: p });
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
    return [measurement, about(stack, { name, corpus: hash, gold }, options)];
  });
}

async function overSpans(file: string, options: RetrievalOptions, context: CliContext): Promise<Measured> {
  const corpus = await readLabelledCorpus(file);
  const { gold, documents, corpusHash, goldHash } = corpus;
  const settings = evaluationSettings(context.settings, { name: gold.name, hash: corpusHash }, options.policy);
  context.note(`Index of ${documents.length} documents: ${settings.AFFIDAVIT_HOME}`);
  return withStack(await ownStack(settings, context), async (stack) => {
    const bar = progressBar(documents.length, context);
    const place = { tenantId: EVALUATION_TENANT, collection: EVALUATION_COLLECTION };
    const objects = documents.map(({ path, bytes }) => ({ key: goldDocumentKey(path), bytes }));
    await ingestObjects(stack, [{ ...place, access: [EVERYONE], policy: options.policy }], objects, bar.update);
    bar.end();
    const { cases, missing } = await locateGold(stack, corpus);
    if (missing > 0)
      context.note(`${missing} labels are not in the text as it was published: redaction may hide them.`);
    const asking = askingOptions(cases.length, options, stack.ports.clock.now, context);
    const measurement = await evaluateRetrieval(cases, spanRetriever(stack), asking);
    const dataset = { name: `${gold.name} ${gold.version}`, corpus: corpusHash, gold: goldHash };
    return [measurement, about(stack, dataset, options)];
  });
}

function about({ ports }: Stack, dataset: RunContext['dataset'], { policy }: RetrievalOptions): RunContext {
  return { dataset, system: systemOf(ports.embedder, { policy }), at: ports.clock.now() };
}
