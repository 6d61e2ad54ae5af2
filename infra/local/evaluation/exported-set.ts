import * as z from 'zod';
import type { EvaluationRun } from '#shared/contracts/evaluation-run.ts';
import { GoldSetSchema } from '#shared/contracts/gold-set.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { ExportedCase } from './exported-case.ts';
import { readLabelledCorpus, sha256 } from './gold-set-files.ts';
import { type EvaluatedQuestion, type QuestionFile, readQuestionFile } from './question-file.ts';
import { readShaped } from './run-file.ts';
import { readSquadFile, type SquadFile } from './squad-file.ts';

export interface ExportedSet {
  readonly name: string;
  /** SHA-256 of questions and labels, as a run of them has it. */
  readonly gold: string;
  readonly cases: readonly ExportedCase[];
}

const FormSchema = z.union([z.array(z.unknown()), z.looseObject({ schema: z.string().optional() })]);

/**
 * Reads a gold set, a file of questions of our own, or one in the format of SQuAD 2.0.
 *
 * @throws PipelineFailure `InputInvalid` when it is malformed, or a document that it names is not there.
 */
export async function readExportedSet(file: string): Promise<ExportedSet> {
  const form = await readShaped(file, FormSchema, JSON.parse);
  if (Array.isArray(form)) return setOfQuestions(await readQuestionFile(file));
  return form.schema === undefined ? setOfSquad(await readSquadFile(file)) : setOfGold(file);
}

/**
 * The set with the figures of a run beside each case that it measured.
 *
 * @throws PipelineFailure `InputInvalid` when the run is of other questions or labels.
 */
export function withRun(set: ExportedSet, { dataset, cases }: EvaluationRun): ExportedSet {
  if (dataset.gold !== set.gold) throw new PipelineFailure('InputInvalid', 'the run is of other questions or labels');
  const figures = new Map(cases.map((each) => [each.id, each.figures]));
  const measured = set.cases.flatMap((each) => {
    const own = figures.get(each.id);
    return own === undefined ? [] : [{ ...each, figures: own }];
  });
  return { ...set, cases: measured };
}

async function setOfGold(file: string): Promise<ExportedSet> {
  const { goldHash } = await readLabelledCorpus(file);
  const { name, version, cases } = await readShaped(file, GoldSetSchema, JSON.parse);
  return {
    name: `${name} ${version}`,
    gold: goldHash,
    cases: cases.map(({ id, question, slices, expected }) => {
      const quotes = expected.flatMap(({ quote }) => quote ?? []);
      return { id, question, slices, references: quotes, referenceContexts: quotes };
    }),
  };
}

/** Questions and labels of a file of our own, as its runs have them. */
export function setOfQuestions({ name, questions }: Pick<QuestionFile, 'name' | 'questions'>): ExportedSet {
  return { name, gold: sha256(JSON.stringify(questions)), cases: questions.map(caseOfQuestion) };
}

function caseOfQuestion({ id, question, kind, asker, expected, parts = [] }: EvaluatedQuestion): ExportedCase {
  const isRefused = kind === 'unanswerable' || kind === 'forbidden';
  const passages = isRefused || expected === undefined ? [] : [expected, ...parts].map(({ passage }) => passage);
  const slices = { kind, tenant: asker.tenant };
  return { id, question, slices, references: passages, referenceContexts: passages };
}

/** Questions and labels of a file in the format of SQuAD, as its runs have them. */
export function setOfSquad({ name, gold, cases, objects }: SquadFile): ExportedSet {
  const texts = new Map(objects.map(({ key, bytes }) => [key, bytes]));
  const textOf = (key: string) => new TextDecoder().decode(texts.get(key));
  return {
    ...{ name, gold },
    cases: cases.map(({ id, question, kind, half, expected }) => ({
      ...{ id, question, slices: { kind, half } },
      references: expected?.answers ?? [],
      referenceContexts: expected === undefined ? [] : [textOf(expected.key)],
    })),
  };
}
