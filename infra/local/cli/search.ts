import type { Command } from 'commander';
import type { SearchResponse } from '#shared/contracts/api.ts';
import { requestJson } from '../request-json.ts';
import { withStack } from '../stack.ts';
import { addCallerOptions, type CallerOptions, callerOf } from './caller-options.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { positiveInteger, repeated } from './option-values.ts';

interface SearchOptions extends CallerOptions {
  readonly collection?: readonly string[];
  readonly limit: number;
  readonly json?: true;
}

/** Characters of a passage that a terminal shows. */
const SHOWN_CHARACTERS = 240;

export function addSearchCommand(program: Command, context: CliContext): void {
  const command = addCommand(program, context, { name: 'search', summary: 'find passages by words and by meaning' });
  addCallerOptions(command)
    .argument('<query>', 'what to look for')
    .option('--collection <collection>', 'search only this collection; may be repeated', repeated)
    .option('--limit <n>', 'passages to show, at most', positiveInteger, 10)
    .action(async (query: string, options: SearchOptions) => {
      const found = await withStack({ settings: context.settings }, (stack) =>
        requestJson<SearchResponse>(stack, callerOf(options), 'POST', '/v1/search', {
          query,
          limit: options.limit,
          ...(options.collection && { collections: options.collection }),
        }),
      );
      if (options.json) context.printJson(found);
      else for (const line of passageLines(found)) context.print(line);
    });
}

function passageLines({ passages }: SearchResponse): string[] {
  if (passages.length === 0) return ['Nothing found.'];
  return passages.flatMap(({ name, page, score, text }) => [
    `${score.toFixed(2)}  ${name}, page ${page}`,
    `      ${text.replaceAll(/\s+/g, ' ').slice(0, SHOWN_CHARACTERS)}`,
  ]);
}
