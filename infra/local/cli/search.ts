import type { Command } from 'commander';
import type { SearchResponse } from '#shared/contracts/api.ts';
import type { SearchFilter } from '#shared/domain/search-filter.ts';
import { explainSearch, type SearchExplanation } from '../explain-search.ts';
import { requestJson } from '../request-json.ts';
import { withStack } from '../stack.ts';
import { addCallerOptions, type CallerOptions, callerOf } from './caller-options.ts';
import { candidateLines, diagnosisLine, filterLines, rerankLine } from './candidate-lines.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { FILTER_HELP, searchFilter } from './filter-option.ts';
import { type FollowUpOptions, followUpOption, turnsOf } from './follow-up-option.ts';
import { positiveInteger, repeated } from './option-values.ts';

interface SearchOptions extends CallerOptions, FollowUpOptions {
  readonly collection?: readonly string[];
  readonly filter?: SearchFilter;
  readonly limit: number;
  readonly explain?: true;
  readonly expect?: string;
  readonly json?: true;
}

/** Characters of a passage that a terminal shows. */
const SHOWN_CHARACTERS = 240;

export function addSearchCommand(program: Command, context: CliContext): void {
  const command = addCommand(program, context, { name: 'search', summary: 'find passages by words and by meaning' });
  addCallerOptions(command)
    .argument('<query>', 'what to look for')
    .option('--collection <collection>', 'search only this collection; may be repeated', repeated)
    .option('--filter <filter>', FILTER_HELP, searchFilter)
    .addOption(followUpOption())
    .option('--limit <n>', 'passages to show, at most', positiveInteger, 10)
    .option('--explain', 'show how each candidate fared instead: both sides, fusion, filters, the ledger, the cut')
    .option('--expect <document or quote>', 'with --explain: say at which stage this was lost, and why')
    .action((query: string, options: SearchOptions) =>
      options.explain || options.expect !== undefined
        ? explain(query, options, context)
        : search(query, options, context),
    );
}

async function search(query: string, options: SearchOptions, context: CliContext): Promise<void> {
  const found = await withStack({ settings: context.settings }, (stack) =>
    requestJson<SearchResponse>(stack, callerOf(options), 'POST', '/v1/search', {
      query,
      limit: options.limit,
      ...(options.collection && { collections: options.collection }),
      ...(options.filter && { filter: options.filter }),
      ...turnsOf(options),
    }),
  );
  if (options.json) context.printJson(found);
  else for (const line of passageLines(found)) context.print(line);
}

async function explain(query: string, options: SearchOptions, context: CliContext): Promise<void> {
  const { collection: collections, filter, limit, expect: expected } = options;
  const asked = { caller: callerOf(options), query, collections, filter, limit, expected, ...turnsOf(options) };
  const explanation = await withStack({ settings: context.settings }, ({ ports }) => explainSearch(asked, ports));
  if (options.json) context.printJson(explanation);
  else for (const line of explanationLines(explanation)) context.print(line);
}

function explanationLines({ filters, depth, limit, fusion, ...rest }: SearchExplanation): string[] {
  const { tenantId, principals, collections } = filters;
  const { stages, terms, candidates, timings, expected, choice } = rest;
  const freshness =
    choice.freshnessDays === undefined ? 'age does not count' : `half-life ${choice.freshnessDays} days`;
  const where = collections === undefined ? 'all collections' : collections.join(', ');
  const weights = `vector ${fusion.vector}, lexical ${fusion.lexical}, by ${fusion.method}${fusion.isCalibrated ? '' : ', uncalibrated'}`;
  return [
    ...understandingLines(rest.understanding),
    `filters: tenant ${tenantId}; ${principals.join(', ')}; ${where}`,
    `question: ${rest.question.asked}, language ${rest.question.language}${rest.question.byWords ? ', beyond the embedder: by words alone' : ''}`,
    ...filterLines(filters),
    `search: ${terms} terms; at most ${depth} of each side: lexical ${stages.lexical}, vector ${stages.vector}`,
    `fusion: ${weights}: ${stages.fused} candidates`,
    `ledger: ${stages['not-live']} not live, ${stages['not-permitted']} not permitted, ${stages.filtered} filtered`,
    `rerank: ${rerankLine(rest.rerank)}`,
    `choice: at most ${choice.sourceCap} of a document: ${stages['source-cap']} held back, ${stages['near-duplicate']} near-duplicates; ${freshness}`,
    `cut: ${stages.shown} shown (at most ${limit}), ${stages['same-passage']} in passages already shown, ${stages['below-cut']} below`,
    `milliseconds: ${Object.entries(timings)
      .map(([stage, value]) => `${stage} ${value.toFixed(0)}`)
      .join(', ')}`,
    ...candidateLines(candidates),
    ...(expected === undefined ? [] : [diagnosisLine(expected)]),
  ];
}

/** Nothing where the question is searched as it stands. */
function understandingLines({ by, branches }: SearchExplanation['understanding']): string[] {
  if (branches.length === 1) return [];
  return branches.map(({ kind, question, passages }, at) => {
    const told = question === undefined ? '' : ` by ${by}: ${question}`;
    return `branch ${at}: ${passages} passages, ${kind}${told}`;
  });
}

function passageLines({ passages, notes }: SearchResponse): string[] {
  if (passages.length === 0) return ['Nothing found.', ...notes];
  const lines = passages.flatMap(({ name, page, score, text }) => [
    `${score.toFixed(2)}  ${name}, page ${page}`,
    `      ${text.replaceAll(/\s+/g, ' ').slice(0, SHOWN_CHARACTERS)}`,
  ]);
  return [...lines, ...notes];
}
