import type { Command } from 'commander';
import { documentIdOf } from '#shared/domain/identity.ts';
import { citedService } from '../evaluation/cited-service.ts';
import { type AnswerService, evaluateAnswers, wrongAnswers } from '../evaluation/evaluate-answers.ts';
import { evaluationSettings } from '../evaluation/evaluation-corpus.ts';
import { setOfQuestions } from '../evaluation/exported-set.ts';
import { ingestObjects } from '../evaluation/ingest-objects.ts';
import { objectKeyOfDocument, readQuestionDocuments } from '../evaluation/question-documents.ts';
import { readQuestionFile } from '../evaluation/question-file.ts';
import { isSquadFile } from '../evaluation/squad-file.ts';
import { type Stack, withStack } from '../stack.ts';
import type { CliContext } from './cli-context.ts';
import { squadAnswers } from './evaluate-squad.ts';
import { addEvaluation, askingOptions, KEPT, ownStack, putOut, systemOf } from './evaluation-output.ts';
import { type AnswersOptions, exportedAnswers } from './exported-answers.ts';
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
    .option('--promptfoo <file>', 'also write questions, answers and passages for promptfoo')
    .option('--ragas <file>', 'the same for ragas')
    .action(async (file: string, options: AnswersOptions) =>
      (await isSquadFile(file)) ? squadAnswers(file, options, context) : answers(file, options, context),
    );
}

async function answers(questionFile: string, options: AnswersOptions, context: CliContext): Promise<void> {
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
    const set = setOfQuestions(file);
    const dataset = { name: file.name, corpus: hash, gold: set.gold };
    const system = systemOf(embedder, { answerer: settings.AFFIDAVIT_MODEL ?? 'extractive' });
    const exporter = exportedAnswers(stack);
    const measured = await evaluateAnswers(file, serviceOf(stack, exporter), asking);
    const asked = file.questions.map(({ id, question, asker: { tenant: tenantId, user, groups } }) => ({
      ...{ id, question, tenantId, user, groups },
    }));
    await exporter.writeOut(options, set, measured, asked);
    return [measured, { dataset, system, at: clock.now() }] as const;
  });
  await putOut(measurement, about, options, context);
  const wrong = wrongAnswers(measurement.cases);
  context.note(wrong.length === 0 ? 'All as expected.' : `Not as expected: ${wrong.join(', ')}`);
}

function serviceOf(stack: Stack, { ask }: ReturnType<typeof exportedAnswers>): AnswerService {
  return {
    ...citedService(stack),
    ask: ({ tenant: tenantId, user, groups }, question) => ask({ tenantId, user, groups }, question),
    documentIdOf: (document) =>
      documentIdOf(document.split('/')[0] ?? '', stack.ports.store.bucket, objectKeyOfDocument(document)),
  };
}
