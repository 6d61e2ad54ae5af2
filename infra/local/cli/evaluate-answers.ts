import type { Command } from 'commander';
import type { RedactionPolicy } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { citedService } from '../evaluation/cited-service.ts';
import { contradictedSquad, type QuestionSet } from '../evaluation/contradicted-squad.ts';
import { type AnswerService, evaluateAnswers, wrongAnswers } from '../evaluation/evaluate-answers.ts';
import { evaluationSettings } from '../evaluation/evaluation-corpus.ts';
import { setOfQuestions } from '../evaluation/exported-set.ts';
import { ingestObjects } from '../evaluation/ingest-objects.ts';
import type { Measurement } from '../evaluation/measurement.ts';
import { objectKeyOfDocument, readQuestionDocuments } from '../evaluation/question-documents.ts';
import { readQuestionFile } from '../evaluation/question-file.ts';
import { isSquadFile, readSquadFile, SQUAD_POLICY } from '../evaluation/squad-file.ts';
import { type Stack, withStack } from '../stack.ts';
import type { CliContext } from './cli-context.ts';
import { squadAnswers } from './evaluate-squad.ts';
import { addEvaluation, askingOptions, KEPT, ownStack, systemOf } from './evaluation-output.ts';
import { type AnswersOptions, exportedAnswers } from './exported-answers.ts';
import { addJudgeOptions } from './judge-options.ts';
import { withAnswersJudge } from './judged-answers.ts';
import { positiveInteger } from './option-values.ts';
import { outputFile } from './output-file.ts';
import { progressBar } from './progress-bar.ts';

export function addAnswersEvaluation(parent: Command, context: CliContext): void {
  const command = addEvaluation(parent, context, {
    kind: 'answers',
    summary: 'answers and refusals on a file of questions',
    details: `
Beside a file of our own stand collections.json and documents/tenants/<tenant>/<collection>/. A file in the format of
SQuAD 2.0 brings its paragraphs itself; each question is asked where they are and where they are not. With
--contradicted, so many of its questions are asked of two documents, of which the second says otherwise half the time.

With --judge, the model of AFFIDAVIT_JUDGE_MODEL_URL says of each answer whether its quotes carry it and, where the file
knows the answer, whether it is right. That is advice (advisory.*), on which no gate hangs.${KEPT}`,
  });
  addJudgeOptions(command)
    .option('--judge', 'also ask a model what it thinks of each answer')
    .option('--judge-calibration <run>', 'the same, with what it is worth, as `evaluate judge --out` wrote it')
    .argument('<questions>', 'the file of questions, such as test/fixtures/questions.json')
    .option('--promptfoo <file>', 'also write questions, answers and passages for promptfoo', outputFile)
    .option('--ragas <file>', 'the same for ragas', outputFile)
    .option(
      '--contradicted <n>',
      'of a file in the format of SQuAD: how contradicting documents are shown',
      positiveInteger,
    )
    .action(async (file: string, options: Options) => {
      const isSquad = await isSquadFile(file);
      if (options.contradicted !== undefined) return contradictions(file, isSquad, options, context);
      return isSquad ? squadAnswers(file, options, context) : answers(file, options, context);
    });
}

type Options = AnswersOptions & { readonly contradicted?: number };

async function contradictions(file: string, isSquad: boolean, options: Options, context: CliContext): Promise<void> {
  if (!isSquad) throw new PipelineFailure('InputInvalid', 'only a file in the format of SQuAD can be --contradicted');
  const set = contradictedSquad(await readSquadFile(file), options.contradicted ?? 0);
  await askedSet(set, SQUAD_POLICY, options, context);
}

async function answers(questionFile: string, options: AnswersOptions, context: CliContext): Promise<void> {
  const file = await readQuestionFile(questionFile);
  const documents = await readQuestionDocuments(file);
  const measurement = await askedSet({ ...file, ...documents }, 'strict', options, context);
  const wrong = wrongAnswers(measurement.cases);
  context.note(wrong.length === 0 ? 'All as expected.' : `Not as expected: ${wrong.join(', ')}`);
}

async function askedSet(
  file: QuestionSet,
  policy: RedactionPolicy,
  options: AnswersOptions,
  context: CliContext,
): Promise<Measurement> {
  const { objects, hash } = file;
  const settings = evaluationSettings(context.settings, { name: file.name, hash }, policy);
  return withAnswersJudge(options, context, async (judge) => {
    context.note(`Index of ${objects.length} documents: ${settings.AFFIDAVIT_HOME}`);
    const [measurement, about] = await withStack(await ownStack(settings, context), async (stack) => {
      const bar = progressBar(objects.length, context);
      await ingestObjects(stack, file.collections, objects, bar.update);
      bar.end();
      const { clock, embedder } = stack.ports;
      const asking = askingOptions(file.questions.length, options, clock.now, context);
      const set = setOfQuestions(file);
      const dataset = { name: file.name, corpus: hash, gold: set.gold };
      const system = systemOf(embedder, { answerer: settings.AFFIDAVIT_MODEL ?? 'extractive', ...judge.identity });
      const exporter = exportedAnswers(stack);
      const asked = file.questions.map(({ id, question, asker: { tenant: tenantId, user, groups } }) => ({
        ...{ id, question, tenantId, user, groups },
      }));
      const answered = await evaluateAnswers(file, serviceOf(stack, exporter), asking);
      const measured = await judge.judged(answered, { set, asked, answerTo: exporter.answerTo }, stack);
      await exporter.writeOut(options, set, measured, asked);
      return [measured, { dataset, system, at: clock.now() }] as const;
    });
    await judge.putOut(measurement, about);
    return measurement;
  });
}

function serviceOf(stack: Stack, { ask }: ReturnType<typeof exportedAnswers>): AnswerService {
  return {
    ...citedService(stack),
    ask: ({ tenant: tenantId, user, groups }, question) => ask({ tenantId, user, groups }, question),
    documentIdOf: (document) =>
      documentIdOf(document.split('/')[0] ?? '', stack.ports.store.bucket, objectKeyOfDocument(document)),
  };
}
