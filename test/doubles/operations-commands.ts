import { globSync, readFileSync } from 'node:fs';

export interface WrittenCommand {
  /** Of the document, from the root of the repository. */
  readonly file: string;
  readonly line: string;
  /** Its words as a shell would part them; what stands in <…> is left as it is. */
  readonly words: readonly string[];
}

/** Every command line of the documents on operations, runbooks included. */
export function operationsCommands(): readonly WrittenCommand[] {
  return globSync('docs/operations/**/*.md').flatMap((file) => {
    const blocks = [...readFileSync(file, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
    return blocks
      .flatMap(([, text = '']) => text.split('\n'))
      .filter((line) => line.trim() !== '')
      .map((line) => ({ file, line, words: wordsOf(line) }));
  });
}

function wordsOf(line: string): string[] {
  const words = line.matchAll(/'([^']*)'|"([^"]*)"|((?:<[^>]*>|[^\s'"])+)/g);
  return [...words].map(([, single, double, bare]) => single ?? double ?? bare ?? '');
}
