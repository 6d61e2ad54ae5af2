import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { SearchFilter } from '#shared/domain/search-filter.ts';
import { requestJson } from '../request-json.ts';
import { withStack } from '../stack.ts';
import { answerPage } from './answer-page.ts';
import { addCallerOptions, type CallerOptions, callerOf } from './caller-options.ts';
import { addCommand, type CliContext, EXIT_CODES } from './cli-context.ts';
import { contradictedBy } from './contradicted-by.ts';
import { FILTER_HELP, searchFilter } from './filter-option.ts';
import { type FollowUpOptions, followUpOption, turnsOf } from './follow-up-option.ts';
import { repeated } from './option-values.ts';
import { outputFile } from './output-file.ts';

interface AskOptions extends CallerOptions, FollowUpOptions {
  readonly collection?: readonly string[];
  readonly filter?: SearchFilter;
  readonly html?: string;
  readonly json?: true;
}

export function addAskCommand(program: Command, context: CliContext): void {
  const command = addCommand(program, context, {
    name: 'ask',
    summary: 'ask a question; every claim of the answer comes with its quote',
    details: '\nExit code 4: not answered, for want of evidence or because it is unsafe.',
  });
  addCallerOptions(command)
    .argument('<question>', 'the question, in plain words')
    .option('--collection <collection>', 'search only this collection; may be repeated', repeated)
    .option('--filter <filter>', FILTER_HELP, searchFilter)
    .addOption(followUpOption())
    .option('--html <file>', 'also write a page with the answer beside the passages that it cites', outputFile)
    .action(async (question: string, options: AskOptions) => {
      const answer = await withStack({ settings: context.settings }, (stack) =>
        requestJson<AnswerResponse>(stack, callerOf(options), 'POST', '/v1/answers', {
          question,
          ...(options.collection && { collections: options.collection }),
          ...(options.filter && { filter: options.filter }),
          ...turnsOf(options),
        }),
      );
      if (options.html !== undefined) await writeFile(options.html, answerPage(question, answer));
      if (options.json) context.printJson(answer);
      else for (const line of answerLines(answer)) context.print(line);
      if (answer.outcome !== 'answered') context.setExitCode(EXIT_CODES.refused);
    });
}

/** The answer as a terminal shows it: each claim, then the quote with document, page and score. */
export function answerLines({
  outcome,
  claims,
  conflicts,
  searched,
  notes,
  answerId,
  answerer,
}: AnswerResponse): string[] {
  const claimLines = claims.flatMap(({ text, citation }, at) => [
    ...(text === citation.quote ? [] : [text]),
    `  “${citation.quote.replaceAll(/\s+/g, ' ')}”`,
    `    ${citation.name}, page ${citation.page}, score ${citation.score.toFixed(2)}`,
    ...contradictedBy(at, conflicts).map(
      (other) => `    contradicts “${claims[other]?.citation.quote.replaceAll(/\s+/g, ' ')}”`,
    ),
  ]);
  const head = outcome === 'answered' ? [] : [`Not answered: ${outcome}.`, ...searchedLines(searched)];
  return [
    ...head,
    ...claimLines,
    ...notes.map((note) => `Note: ${note}`),
    `(${answerer}; affidavit explain ${answerId})`,
  ];
}

function searchedLines(searched: AnswerResponse['searched']): string[] {
  if (searched === undefined) return [];
  const { collections, isFiltered, branches } = searched;
  const where = collections === undefined ? 'all collections that you may read' : collections.join(', ');
  const ways = branches === 1 ? '' : `, in ${branches} ways`;
  return [`Searched: ${where}${isFiltered ? ', filtered' : ''}${ways}.`];
}
