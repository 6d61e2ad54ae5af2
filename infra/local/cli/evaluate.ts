import path from 'node:path';
import { type Command, Option } from 'commander';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { LocalSettings } from '#shared/contracts/settings.ts';
import type { RedactionPolicy } from '#shared/domain/document.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { readBeirDataset } from '../evaluation/beir-dataset.ts';
import { corpusRetriever } from '../evaluation/corpus-retriever.ts';
import { evaluateAnswers } from '../evaluation/evaluate-answers.ts';
import { evaluateRetrieval } from '../evaluation/evaluate-retrieval.ts';
import { evaluationSettings, ingestCorpus } from '../evaluation/evaluation-corpus.ts';
import { type EvaluationReport, reportLines } from '../evaluation/evaluation-report.ts';
import { ingestObjects } from '../evaluation/ingest-objects.ts';
import { objectKeyOfDocument, readQuestionDocuments } from '../evaluation/question-documents.ts';
import { type Asker, readQuestionFile } from '../evaluation/question-file.ts';
import { pipelineTemplate } from '../pipeline-template.ts';
import { requestJson } from '../request-json.ts';
import { type OpenStackOptions, type Stack, withStack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { addEvaluateGrounding } from './evaluate-grounding.ts';
import { positiveInteger } from './option-values.ts';
import { progressBar } from './progress-bar.ts';

interface EvaluateOptions {
  readonly limit?: number;
  readonly json?: true;
}

interface RetrievalOptions extends EvaluateOptions {
  readonly split: string;
  readonly policy: RedactionPolicy;
}

/** The index of an evaluation is kept, because ingest takes far longer than the questions. */
const KEPT =
  '\nThe documents go through the whole pipeline once; their index is kept in cache/evaluations of the state folder.';

export function addEvaluateCommand(program: Command, context: CliContext): void {
  const evaluate = program.command('evaluate').description('measure retrieval or answers, with 95 % intervals');
  const policy = new Option('--policy <policy>', 'redaction of the corpus').choices(['identifiers', 'strict']);
  addCommand(evaluate, context, {
    name: 'retrieval',
    summary: 'lexical, dense and hybrid search on a test collection in the layout of BEIR',
    details: `\ncorpus.jsonl, queries.jsonl or queries.<split>.jsonl, qrels/<split>.tsv.${KEPT}`,
  })
    .argument('<folder>', 'the test collection')
    .option('--split <split>', 'which queries and judgements', 'test')
    .option('--limit <n>', 'ask the first n queries only; the corpus stays whole', positiveInteger)
    .addOption(policy.default('identifiers'))
    .action((folder: string, options: RetrievalOptions) => retrieval(folder, options, context));
  addCommand(evaluate, context, {
    name: 'answers',
    summary: 'answers and refusals on a file of questions',
    details: `\nBeside the file stand collections.json and documents/tenants/<tenant>/<collection>/.${KEPT}`,
  })
    .argument('<questions>', 'the file of questions, such as test/fixtures/questions.json')
    .option('--limit <n>', 'ask the first n questions only', positiveInteger)
    .action((file: string, options: EvaluateOptions) => answers(file, options, context));
  addEvaluateGrounding(evaluate, context);
}

async function retrieval(folder: string, options: RetrievalOptions, context: CliContext): Promise<void> {
  const dataset = await readBeirDataset(folder, options.split);
  const settings = evaluationSettings(context.settings, dataset, options.policy);
  context.note(`Index of ${dataset.corpus.length} documents: ${settings.AFFIDAVIT_HOME}`);
  const { report, pValues } = await withStack(await ownStack(settings, context), async (stack) => {
    const bar = progressBar(dataset.corpus.length, context);
    const corpus = await ingestCorpus(stack, dataset, options.policy, bar.update);
    bar.end();
    if (corpus.missing > 0) context.note(`${corpus.missing} documents were rejected or held and cannot be found.`);
    const asking = askingOptions(dataset.queries.length, options, stack, context);
    return evaluateRetrieval(dataset, corpusRetriever(stack, corpus.corpusIds), asking);
  });
  print(report, options, context);
  if (options.json) return;
  const figures = Object.entries(pValues).map(([part, p]) => `${part} ${p.toPrecision(2)}`);
  context.print(`hybrid against its parts, ndcg@10, paired randomisation test: p = ${figures.join(', ')}`);
}

async function answers(questionFile: string, options: EvaluateOptions, context: CliContext): Promise<void> {
  const file = await readQuestionFile(questionFile);
  const { objects, hash } = await readQuestionDocuments(file);
  const settings = evaluationSettings(context.settings, { name: file.name, hash }, 'strict');
  context.note(`Index of ${objects.length} documents: ${settings.AFFIDAVIT_HOME}`);
  const { report, verdicts } = await withStack(await ownStack(settings, context), async (stack) => {
    const bar = progressBar(objects.length, context);
    await ingestObjects(stack, file.collections, objects, bar.update);
    bar.end();
    const idOf = (document: string) =>
      documentIdOf(document.split('/')[0] ?? '', stack.ports.store.bucket, objectKeyOfDocument(document));
    return evaluateAnswers(file, askOf(stack), idOf, askingOptions(file.questions.length, options, stack, context));
  });
  print(report, options, context);
  const wrong = verdicts.filter(({ isRight }) => !isRight).map(({ id }) => id);
  context.note(wrong.length === 0 ? 'All as expected.' : `Not as expected: ${wrong.join(', ')}`);
}

/** A stack over the evaluation's own state folder; the synthesized template is shared with the user's. */
async function ownStack(settings: LocalSettings, { settings: own }: CliContext): Promise<OpenStackOptions> {
  const template = await pipelineTemplate(path.join(own.AFFIDAVIT_HOME, 'cache'));
  return { settings, runsIngest: true, isAlone: true, template };
}

function askOf(stack: Stack) {
  return ({ tenant, user, groups }: Asker, question: string) =>
    requestJson<AnswerResponse>(stack, { tenantId: tenant, user, groups }, 'POST', '/v1/answers', { question });
}

function askingOptions(total: number, { limit = total }: EvaluateOptions, { ports }: Stack, context: CliContext) {
  const bar = progressBar(Math.min(limit, total), context);
  return {
    limit,
    now: () => ports.clock.now(),
    onProgress: (done: number) => {
      bar.update(done);
      if (done === Math.min(limit, total)) bar.end();
    },
  };
}

function print(report: EvaluationReport, { json }: EvaluateOptions, context: CliContext): void {
  if (json) context.printJson(report);
  else for (const line of reportLines(report)) context.print(line);
}
