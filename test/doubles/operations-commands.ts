import { globSync, readFileSync } from 'node:fs';

export interface WrittenCommand {
  /** Of the document, from the root of the repository. */
  readonly file: string;
  /** As one types it: where running text leaves out `npx`, it stands here. */
  readonly line: string;
  /** Its words as a shell would part them; what stands in <…> is left as it is. */
  readonly words: readonly string[];
}

/** Every command of the documents on operations, runbooks included: lines of shell, and commands within the text. */
export function operationsCommands(): readonly WrittenCommand[] {
  return globSync('docs/operations/**/*.md')
    .sort()
    .flatMap((file) => commandLines(readFileSync(file, 'utf8')).map((line) => ({ file, line, words: wordsOf(line) })));
}

/** In the order in which they stand, for some undo what another did. */
function commandLines(text: string): string[] {
  const found = text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$|`((?:npx|affidavit|aws|npm|git) [^`\n]+)`/gm);
  return [...found].flatMap(([, block, inline = '']) => {
    if (block === undefined) return [inline.replace(/^affidavit /, 'npx affidavit ')];
    return block
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  });
}

function wordsOf(line: string): string[] {
  const words = line.matchAll(/'([^']*)'|"([^"]*)"|((?:<[^>]*>|[^\s'"])+)/g);
  return [...words].map(([, single, double, bare]) => single ?? double ?? bare ?? '');
}
