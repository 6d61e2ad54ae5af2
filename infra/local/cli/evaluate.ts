import type { Command } from 'commander';
import type { CliContext } from './cli-context.ts';
import { addAnswersEvaluation } from './evaluate-answers.ts';
import { addChunkingEvaluation } from './evaluate-chunking.ts';
import { addClassificationEvaluation } from './evaluate-classification.ts';
import { addExtractionEvaluation } from './evaluate-extraction.ts';
import { addGroundingEvaluation } from './evaluate-grounding.ts';
import { addJudgeEvaluation } from './evaluate-judge.ts';
import { addRedactionEvaluation } from './evaluate-redaction.ts';
import { addRetrievalEvaluation } from './evaluate-retrieval.ts';
import { addInjection } from './injection.ts';
import { addPolicySuite } from './policy-suite.ts';

const KINDS = [
  addRetrievalEvaluation,
  addChunkingEvaluation,
  addAnswersEvaluation,
  addGroundingEvaluation,
  addClassificationEvaluation,
  addRedactionEvaluation,
  addExtractionEvaluation,
  addJudgeEvaluation,
  addInjection,
  addPolicySuite,
];

export function addEvaluateCommand(program: Command, context: CliContext): void {
  const evaluate = program
    .command('evaluate')
    .description('measure what the product does and withstands on labelled data, with 95 % intervals');
  for (const add of KINDS) add(evaluate, context);
}
