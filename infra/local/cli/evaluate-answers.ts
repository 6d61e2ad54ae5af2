import type { Command } from 'commander';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { citedService } from '../evaluation/cited-service.ts';
import { type AnswerService, evaluateAnswers, wrongAnswers } from '../evaluation/evaluate-answers.ts';
import { evaluationSettings } from '../evaluation/evaluation-corpus.ts';
import { sha256 } from '../evaluation/gold-set-files.ts';
import { ingestObjects } from '../evaluation/ingest-objects.ts';
import { objectKeyOfDocument, readQuestionDocuments } from '../evaluation/question-documents.ts';
import { readQuestionFile } from '../evaluation/question-file.ts';
import { isSquadFile } from '../evaluation/squad-file.ts';
import { requestJson } from '../request-json.ts';
import { type Stack, withStack } from '../stack.ts';
import type { CliContext } from './cli-context.ts';
import { squadAnswers } from './evaluate-squad.ts';
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

export function addAnswersEvaluation(parent: Command, context: CliContext): void {
  addEvaluation(parent, context, {
    kind: 'answers',
    summary: 'answers and refusals on a file of questions',
    details: `
Beside a file of our own stand collections.json and documents/tenants/<tenant>/<collection>/. A file in the format of
SQuAD 2.0 brings its paragraphs itself; each question is asked where they are and where they are not.${KEPT}`,
  })
    .argument('<questions>', 'the file of questions, such as test/fixtures/questions.json')
    .action(async (file: string, options: OutputOptions) =>
      (await isSquadFile(file)) ? squadAnswers(file, options, context) : answers(file, options, context),
    );
}

async function answers(questionFile: string, options: OutputOptions, context: CliContext): Promise<void> {
  const file = await readQuestionFile(questionFile);
  const { objects, hash } = await readQuestionDocuments(file);
  const settings = evaluationSettings(context.settings, { name: file.name, hash }, 'strict');
  context.note(`Index of ${objects.length} documents: ${settings.AFFIDAVIT_HOME}`);
  const [measurement, about] = await withStack(await ownStack(settings, context), async (stack) => {
    const bar = progressBar(objects.length, context);
    await ingestObjects(stack, file.collections, objects, bar.update);
    bar.end();
    const { clock, embedder } = stack.ports;
    const asking = askingOptions(file.questions.length, options, clock.now, context);
    const dataset = { name: file.name, corpus: hash, gold: sha256(JSON.stringify(file.questions)) };
    const system = systemOf(embedder, { answerer: settings.AFFIDAVIT_MODEL ?? 'extractive' });
    return [await evaluateAnswers(file, serviceOf(stack), asking), { dataset, system, at: clock.now() }] as const;
  });
  await putOut(measurement, about, options, context);
  const wrong = wrongAnswers(measurement.cases);
  context.note(wrong.length === 0 ? 'All as expected.' : `Not as expected: ${wrong.join(', ')}`);
}

function serviceOf(stack: Stack): AnswerService {
  return {
    ...citedService(stack),
    ask: ({ tenant: tenantId, user, groups }, question) =>
      requestJson<AnswerResponse>(stack, { tenantId, user, groups }, 'POST', '/v1/answers', { question }),
    documentIdOf: (document) =>
      documentIdOf(document.split('/')[0] ?? '', stack.ports.store.bucket, objectKeyOfDocument(document)),
  };
}
