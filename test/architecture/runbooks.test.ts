import { globSync, readdirSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { DEAD_LETTERS } from '#infra/aws/dead-letter-edges.ts';
import { runbookOf } from '#infra/aws/runbooks.ts';
import { addCommands } from '#infra/local/cli/add-commands.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { OBJECTIVES } from '#shared/domain/objectives.ts';

const SECTIONS = ['What it means for a user', 'First look', 'Likely causes', 'Commands', 'When to escalate'];

/** The command line, of which nothing is run. */
function commandLine(): Command {
  const silent = () => undefined;
  const program = new Command('affidavit');
  addCommands(program, {
    ...{ settings: LocalSettings.parse({}), isTerminal: false },
    ...{ print: silent, printJson: silent, note: silent, setExitCode: silent },
  });
  return program;
}

/** Commands and options of `affidavit …` in a text that the command line does not have. */
function unknownIn(text: string, program: Command): string[] {
  const calls = [...text.matchAll(/affidavit ((?:[a-z]+)(?: [^\n`]*)?)/g)].map(([, words = '']) => words.split(' '));
  return calls.flatMap(([name = '', ...rest]) => {
    const command = program.commands.find((each) => each.name() === name);
    if (command === undefined) return [name];
    const part = command.commands.find((each) => each.name() === rest[0]); // Such as `set`, with options of its own.
    const known = (part ?? command).options.map(({ long }) => long);
    return rest.filter((word) => word.startsWith('--') && !known.includes(word)).map((word) => `${name} ${word}`);
  });
}

it('each objective and the dead letters have a runbook with every section, and there is no other runbook', () => {
  const files = readdirSync('docs/operations/runbooks').map((file) => `docs/operations/runbooks/${file}`);

  expect(files.sort()).toEqual([...OBJECTIVES.map(({ id }) => id), DEAD_LETTERS].map(runbookOf).sort());
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const section of SECTIONS) expect(text, file).toContain(`\n## ${section}\n`);
  }
});

it('there is a page for each occasion that has no alarm', () => {
  const occasions = ['upgrade', 'restore', 'key-rotation', 'off-boarding', 'region-loss'];
  const pages = [...occasions, 'threat-model', 'shared-responsibility', 'costs', 'objectives', 'names'].map(
    (page) => `${page}.md`,
  );

  expect(
    readdirSync('docs/operations')
      .filter((file) => file.endsWith('.md'))
      .sort(),
  ).toEqual(pages.sort());
});

it('each command that a page of operations names is one of the command line, with those options', () => {
  const program = commandLine();
  const pages = ['docs/delivery.md', ...globSync('docs/operations/**/*.md')];
  const texts = pages.map((file) => readFileSync(file, 'utf8'));

  expect(texts.flatMap((text) => unknownIn(text, program))).toEqual([]);
  expect(unknownIn('affidavit mend --all\naffidavit slo --hard\naffidavit budget set a 1 --month x', program)).toEqual([
    'mend',
    'slo --hard',
    'budget --month',
  ]);
});
