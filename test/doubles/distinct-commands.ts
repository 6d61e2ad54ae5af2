import { operationsCommands, type WrittenCommand } from './operations-commands.ts';

/** Commands of the documents on operations that begin with these words, each once, with the line for a test's name. */
export function distinctCommands(...first: readonly string[]): (readonly [string, WrittenCommand])[] {
  const chosen = operationsCommands().filter(({ words }) => first.every((word, at) => words[at] === word));
  return [...new Map(chosen.map((each) => [each.line, each]))];
}
