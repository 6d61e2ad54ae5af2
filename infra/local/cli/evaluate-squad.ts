import { documentIdOf } from '#shared/domain/identity.ts';
import { citedService } from '../evaluation/cited-service.ts';
import { evaluateSquad, type SquadService } from '../evaluation/evaluate-squad.ts';
import { evaluationSettings } from '../evaluation/evaluation-corpus.ts';
import { setOfSquad } from '../evaluation/exported-set.ts';
import { ingestObjects } from '../evaluation/ingest-objects.ts';
import { readSquadFile, SQUAD_POLICY, type SquadFile } from '../evaluation/squad-file.ts';
import { type Stack, withStack } from '../stack.ts';
import type { CliContext } from './cli-context.ts';
import { askingOptions, ownStack, systemOf } from './evaluation-output.ts';
import { type AnswersOptions, exportedAnswers } from './exported-answers.ts';
import { withAnswersJudge } from './judged-answers.ts';
import { progressBar } from './progress-bar.ts';

export async function squadAnswers(place: string, options: AnswersOptions, context: CliContext): Promise<void> {
  const file = await readSquadFile(place);
  await withAnswersJudge(options, context, async (judge) => {
    const [measurement, about] = await withSquadStack(file, context, async (stack) => {
      const { clock, embedder } = stack.ports;
      const asking = askingOptions(file.cases.length, options, clock.now, context);
      const dataset = { name: file.name, corpus: file.corpus, gold: file.gold };
      const answerer = stack.settings.AFFIDAVIT_MODEL ?? 'extractive';
      const system = systemOf(embedder, { answerer, ...judge.identity });
      const exporter = exportedAnswers(stack);
      const asked = file.cases.map(({ id, question, tenant }) => ({ id, question, ...evaluatorOf(tenant) }));
      const given = { set: setOfSquad(file), asked, answerTo: exporter.answerTo };
      const answered = await evaluateSquad(file.cases, serviceOf(stack, exporter), asking);
      const measured = await judge.judged(answered, given, stack);
      await exporter.writeOut(options, given.set, measured, asked);
      return [measured, { dataset, system, at: clock.now() }] as const;
    });
    await judge.putOut(measurement, about);
  });
}

/** Opens the state folder of the set, with its paragraphs ingested. */
export async function withSquadStack<T>(
  file: SquadFile,
  context: CliContext,
  work: (stack: Stack) => Promise<T>,
): Promise<T> {
  const settings = evaluationSettings(context.settings, { name: file.name, hash: file.corpus }, SQUAD_POLICY);
  context.note(`Index of ${file.objects.length} paragraphs: ${settings.AFFIDAVIT_HOME}`);
  return withStack(await ownStack(settings, context), async (stack) => {
    const bar = progressBar(file.objects.length, context);
    await ingestObjects(stack, file.rules, file.objects, bar.update);
    bar.end();
    return work(stack);
  });
}

function evaluatorOf(tenantId: string) {
  return { tenantId, user: 'evaluator', groups: [] };
}

function serviceOf(stack: Stack, { ask }: ReturnType<typeof exportedAnswers>): SquadService {
  const { store } = stack.ports;
  return {
    ...citedService(stack),
    ask: (tenantId, question) => ask(evaluatorOf(tenantId), question),
    documentIdOf: (key) => documentIdOf(key.split('/')[1] ?? '', store.bucket, key),
  };
}
