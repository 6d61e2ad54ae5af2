import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addCommands } from '#infra/local/cli/add-commands.ts';
import { processOutput } from '#infra/local/cli/cli-context.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { operationsCommands, type WrittenCommand } from '../doubles/operations-commands.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const COMMANDS = operationsCommands();
const lines = (program: string, second?: string) =>
  COMMANDS.filter(({ words }) => words[0] === program && (second === undefined || words[1] === second));
const named = (commands: readonly WrittenCommand[]) =>
  [...new Map(commands.map((one) => [one.line, one])).values()].map((one) => [one.line, one] as const);

/** What a reader puts in the place of <…>. */
const SAMPLES: Readonly<Record<string, string>> = {
  '<failure>': 'ModelThrottled',
  '<dollars>': '25',
  '<tenant>': 'acme',
};

/**
 * Calls of AWS's own command line, by what they are for. Whatever is not here no document may ask for.
 */
const NEEDS_AN_ACCOUNT: Readonly<Record<string, string>> = {
  'cloudwatch describe-alarms': 'reads the state of alarms, which stand in an account',
  'cloudwatch get-metric-statistics': 'reads what services of AWS measured of themselves',
  'dynamodb get-item': 'reads a row of the deployed ledger',
  'dynamodb put-item': 'writes a row of the deployed ledger',
  'dynamodb query': 'reads rows of the deployed ledger',
  'dynamodb restore-table-to-point-in-time': 'only the service keeps the points in time',
  'events list-rules': 'reads the deployed schedules',
  'lambda delete-function-concurrency': 'opens a deployed function again',
  'lambda get-function-concurrency': 'reads a limit of a deployed function',
  'lambda invoke': 'calls a deployed function',
  'lambda put-function-concurrency': 'closes a deployed function',
  'logs get-query-results': 'reads what a search of the logs found',
  'logs start-query': 'searches what deployed functions wrote',
  'logs tail': 'reads what a deployed function wrote',
  'opensearch describe-domain-health': 'asks the service about its domain',
  's3api get-bucket-lifecycle-configuration': 'reads the rules of a deployed bucket',
  's3api get-bucket-notification-configuration': 'reads the events of a deployed bucket',
  'sns subscribe': 'subscribes to a topic of the account',
  'sqs get-queue-attributes': 'looks into a deployed queue',
  'sqs purge-queue': 'empties a deployed queue',
  'sqs receive-message': 'reads a deployed queue',
  'sqs start-message-move-task': 'moves messages of a deployed queue back',
  'stepfunctions describe-execution': 'reads an execution of the deployed machine',
  'stepfunctions list-executions': 'lists executions of the deployed machine',
};

/** Commands of ours that change nothing and need no model, and so are run here as they are written. */
const RUN_HERE = ['slo', 'documents', 'budget', 'cost'];

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

it('finds commands in every runbook', () => {
  const files = new Set(COMMANDS.map(({ file }) => file).filter((file) => file.includes('/runbooks/')));

  expect(files.size).toBeGreaterThanOrEqual(17);
  expect(new Set(COMMANDS.map(({ words }) => words[0]))).toEqual(new Set(['aws', 'npm', 'npx']));
});

describe('the command line knows', () => {
  it.each(named(lines('npx', 'affidavit')))('%s', async (_line, { words }) => {
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
  const here = lines('npx', 'affidavit').filter(
    ({ words, line }) =>
      RUN_HERE.includes(words[2] ?? '') && words[3] !== 'set' && words[3] !== 'remove' && !line.includes('<'),
  );

  it.each(named(here))('%s', async (_line, { words }) => {
    const { code, notes } = await runCommand(addCommands, words.slice(2), temporaryFolder());

    expect([code, notes.filter((note) => note.startsWith('affidavit:'))]).toEqual([0, []]);
  });
});

it('every script of npm that is named is there', async () => {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });

  expect(lines('npm').map(({ words }) => words[2])).toEqual(
    lines('npm').map(({ words }) => Object.keys(manifest.scripts).find((name) => name === words[2])),
  );
});

describe('what only an account can run', () => {
  it.each(named(lines('aws')))('%s', (_line, { words: [, service = '', operation = '', ...rest] }) => {
    const json = rest.filter((word) => word.startsWith('{'));

    expect(NEEDS_AN_ACCOUNT[`${service} ${operation}`]).toMatch(/\w+ \w+/);
    expect(rest.filter((word) => word.startsWith('-') && !/^--[a-z][a-z-]+$/.test(word))).toEqual([]);
    for (const word of json) expect(() => JSON.parse(word)).not.toThrow();
  });

  it('is asked for somewhere, each of it', () => {
    const asked = new Set(lines('aws').map(({ words: [, service, operation] }) => `${service} ${operation}`));

    expect(Object.keys(NEEDS_AN_ACCOUNT).filter((operation) => !asked.has(operation))).toEqual([]);
  });

  it('is an alarm of the environment where alarms are looked up', () => {
    const prefixes = lines('aws', 'cloudwatch').flatMap(({ words, file }) => {
      const at = words.indexOf('--alarm-name-prefix');
      return at < 0 ? [] : [[words[at + 1], `affidavit-prod-${file.replace(/^.*\/|\.md$/g, '')}`]];
    });

    expect(prefixes.length).toBeGreaterThanOrEqual(17);
    for (const [written, expected] of prefixes) expect(written).toBe(expected);
  });
});
