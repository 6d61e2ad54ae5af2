import type { Command } from 'commander';
import type { CliContext } from './cli-context.ts';
import { addAnswersEvaluation } from './evaluate-answers.ts';
import { addChunkingEvaluation } from './evaluate-chunking.ts';
import { addClassificationEvaluation } from './evaluate-classification.ts';
import { addGroundingEvaluation } from './evaluate-grounding.ts';
import { addRetrievalEvaluation } from './evaluate-retrieval.ts';

const KINDS = [
  addRetrievalEvaluation,
  addChunkingEvaluation,
  addAnswersEvaluation,
  addGroundingEvaluation,
  addClassificationEvaluation,
];

export function addEvaluateCommand(program: Command, context: CliContext): void {
  const evaluate = program
    .command('evaluate')
    .description('measure retrieval, chunking, answers, their claims or classes, with 95 % intervals');
  for (const add of KINDS) add(evaluate, context);
}
