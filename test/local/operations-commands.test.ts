import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addCommands } from '#infra/local/cli/add-commands.ts';
import { processOutput } from '#infra/local/cli/cli-context.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import manifest from '../../package.json' with { type: 'json' };
import { AWS_OPERATIONS } from '../deploy/aws-operations.ts';
import { distinctCommands } from '../doubles/distinct-commands.ts';
import { operationNames } from '../doubles/operation-names.ts';
import { operationsCommands } from '../doubles/operations-commands.ts';
import { OUR_COMMANDS } from '../doubles/our-commands.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

// That each command is run by something; the running itself takes longer than these tests may.

const COMMANDS = distinctCommands();
const OURS = distinctCommands('npx', 'affidavit');

/** What a reader puts in the place of <…>. */
const SAMPLES: Readonly<Record<string, string>> = {
  '<failure>': 'ModelThrottled',
  '<dollars>': '25',
  '<tenant>': 'acme',
};

/** Commands of ours that change nothing and need no model, and so are run here as they are written. */
const RUN_HERE = [
  'npx affidavit slo',
  'npx affidavit documents',
  'npx affidavit budget',
  'npx affidavit cost --tenants',
];

/** By which list a command is told, and run: ours by its line, those of AWS by what they ask for. */
function keyOf([
  line,
  {
    words: [program, service, operation],
  },
]: (typeof COMMANDS)[number]): string {
  return program === 'aws' ? `${service} ${operation}` : line;
}

/** Every command of the command line, whose actions do nothing but say that they were called. */
function parser() {
  const called: string[] = [];
  const program = new Command('affidavit').enablePositionalOptions();
  addCommands(program, { ...processOutput(), settings: LocalSettings.parse({ AFFIDAVIT_HOME: '/nowhere' }) });
  const silence = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    if (command.parent !== null) command.action(() => void called.push(command.name()));
    for (const each of command.commands) silence(each);
  };
  silence(program);
  return { program, called };
}

it('finds commands in every runbook, and within the text of other pages', () => {
  const files = new Set(operationsCommands().map(({ file }) => file));
  const lines = COMMANDS.map(([line]) => line);

  expect([...files].filter((file) => file.includes('/runbooks/')).length).toBeGreaterThanOrEqual(17);
  expect(lines).toEqual(
    expect.arrayContaining(["npx cdk diff -c environment=prod 'prod/*'", 'npx affidavit ingest <path>']),
  );
});

it('leaves no command to nobody: something runs it, or it is said why not', () => {
  const asked = new Set(COMMANDS.map(keyOf));
  const listed = [...Object.keys(OUR_COMMANDS), ...Object.keys(AWS_OPERATIONS)];

  expect([...asked].filter((key) => !listed.includes(key))).toEqual([]);
  expect(listed.filter((key) => !asked.has(key))).toEqual([]);
});

describe('the command line knows', () => {
  it.each(OURS)('%s', async (_line, { words }) => {
    const { program, called } = parser();

    await program.parseAsync(
      words.slice(2).map((word) => SAMPLES[word] ?? word),
      { from: 'user' },
    );

    expect(called).toHaveLength(1);
  });

  it('no command that is not there, and no option', async () => {
    const parse = (line: string) => parser().program.parseAsync(line.split(' '), { from: 'user' });

    await expect(parse('nonsense')).rejects.toThrow('nonsense');
    await expect(parse('slo --nonsense')).rejects.toThrow('nonsense');
  });
});

describe('runs on a state folder where nothing happened yet', () => {
  it.each(OURS.filter(([line]) => RUN_HERE.includes(line)))('%s', async (_line, { words }) => {
    const { code, notes } = await runCommand(addCommands, words.slice(2), temporaryFolder());

    expect([code, notes.filter((note) => note.startsWith('affidavit:'))]).toEqual([0, []]);
  });
});

it('every script of npm that is named is there', () => {
  const named = distinctCommands('npm', 'run').map(([, { words }]) => words[2]);

  expect(named.filter((name) => !Object.keys(manifest.scripts).includes(name ?? ''))).toEqual([]);
});

describe('what asks an account', () => {
  it.each(distinctCommands('aws'))('%s', (_line, { words: [, , , ...rest] }) => {
    const json = rest.filter((word) => word.startsWith('{'));

    expect(rest.filter((word) => word.startsWith('-') && !/^--[a-z][a-z0-9-]+$/.test(word))).toEqual([]);
    for (const word of json) expect(() => JSON.parse(word)).not.toThrow();
  });

  it('names what the page of names explains', () => {
    const page = operationsCommands().filter(({ file }) => file.endsWith('/names.md'));
    const explained = operationNames().map(({ placeholder }) => placeholder);

    expect(page.length).toBeGreaterThan(0);
    const used = distinctCommands('aws').flatMap(([line]) => line.match(/<[^>]+>/g) ?? []);
    expect(explained.filter((placeholder) => !used.includes(placeholder))).toEqual([]);
  });

  it('is an alarm of the environment where alarms are looked up', () => {
    const prefixes = operationsCommands().flatMap(({ words, file }) => {
      const at = words.indexOf('--alarm-name-prefix');
      return at < 0 ? [] : [[words[at + 1], `affidavit-prod-${file.replace(/^.*\/|\.md$/g, '')}`]];
    });

    expect(prefixes.length).toBeGreaterThanOrEqual(17);
    for (const [written, expected] of prefixes) expect(written).toBe(expected);
  });
});
