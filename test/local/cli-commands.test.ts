import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addCommands } from '#infra/local/cli/add-commands.ts';
import { EXIT_CODES, reportFailure } from '#infra/local/cli/cli-context.ts';
import { takeInstanceLock } from '#infra/local/instance-lock.ts';
import { METRIC_HISTORY_SCHEMA, metricHistory } from '#shared/adapters/local/metric-history.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

/** Runs a command as the process does, over a state folder, and returns all that it said. */
async function run(args: readonly string[], home = temporaryFolder()) {
  const [printed, documents, notes, said]: [string[], unknown[], string[], string[]] = [[], [], [], []];
  let code = -1;
  const context = {
    settings: LocalSettings.parse({ AFFIDAVIT_HOME: home, AFFIDAVIT_EMBEDDERS: 1, AFFIDAVIT_PORT: 0 }),
    isTerminal: false,
    print: (line: string) => void printed.push(line),
    printJson: (value: unknown) => void documents.push(value),
    note: (line: string) => void notes.push(line),
    setExitCode: (given: number) => {
      code = given;
    },
  };
  const program = new Command('affidavit')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: (text) => void said.push(text), writeErr: (text) => void notes.push(text) });
  addCommands(program, context);
  const names = program.commands.map((command) => command.name());
  await program.parseAsync(args, { from: 'user' }).catch((error: unknown) => reportFailure(error, context));
  return { code, printed, documents, notes: notes.join('\n'), said: said.join(''), names, program };
}

describe('help', () => {
  it('is there for every command and names each of its options', async () => {
    const { names, program } = await run(['--help']);
    expect(names).toHaveLength(32);

    for (const command of program.commands.flatMap((each) => [each, ...each.commands])) {
      const words = command.parent === program ? [command.name()] : [command.parent?.name() ?? '', command.name()];
      const { code, said } = await run([...words, '--help']);

      expect(code, words.join(' ')).toBe(EXIT_CODES.ok);
      for (const { long } of command.options) expect(said).toContain(long);
      if (command.commands.length === 0) expect(said).toContain('--json');
    }
  });
});

describe('a command line that is wrong ends with the exit code for it, and one sentence', () => {
  it.each([
    ['an unknown command', ['nonsense']],
    ['an unknown option', ['ask', '--bogus', 'x']],
    ['no question', ['ask']],
    ['a limit that is no number', ['search', 'x', '--limit', 'many']],
    ['a span of time that is none', ['token', '--expires', 'never']],
    ['a redrive without a reason', ['redrive']],
    ['a reason that ends no document', ['redrive', '--reason', 'Forbidden']],
    ['a reason that is none', ['redrive', '--reason', 'Tired']],
    ['a time since that is none', ['redrive', '--reason', 'ModelThrottled', '--since', 'yesterday']],
    ['two things of a reindex at once', ['reindex', '--status', '--drop']],
    ['a rate that is none', ['reindex', '--documents-per-minute', '0']],
    ['a tenant that could be none', ['ask', 'x', '--tenant', 'A B']],
    ['a tenant that could be none, of documents', ['documents', '--tenant', 'Acme']],
    ['a group without a name', ['token', '--group', '']],
    ['a user without a name', ['search', 'x', '--user', ' ']],
    ['a live list as one document', ['documents', '--watch', '--json']],
    ['a live list of what is held alone', ['documents', '--watch', '--held']],
    ['a policy for nothing that is released', ['documents', '--policy', 'strict']],
    ['a policy that is none', ['collections', 'set', 'acme', 'x', '--policy', 'loose']],
    ['a file that is not there', ['extract', '/nowhere/at-all.txt', '--json']],
    ['a folder for a file', ['redact', '/']],
    ['a gate without a candidate', ['gate', '--baseline', 'a.json', '--policy', 'gate.yaml']],
    ['a coverage of more than all', ['classes', 'train', 'x.jsonl', '--coverage', '2']],
    ['examples that are not there', ['classes', 'train', '/nowhere/at-all']],
    ['a label without a class', ['evaluate', 'classification', 'x.jsonl', '--label', 'nda']],
  ])('%s', async (_what, args) => {
    const { code, documents, notes } = await run(args);

    expect(code).toBe(EXIT_CODES.usage);
    expect(documents).toEqual([]);
    expect(notes).not.toMatch(/defect|\n\s+at /);
    expect(notes).toMatch(/\w+/);
  });
});

describe('slo', () => {
  it('shows how the objectives stand on what was measured, whoever measured it', async () => {
    const home = temporaryFolder();
    const database = openDatabase(path.join(home, 'metrics.sqlite'), METRIC_HISTORY_SCHEMA);
    metricHistory(database, { clock: systemClock }).emit({ RequestsValid: 1_000, RequestsFailed: 1 });
    database.close();

    const asJson = await run(['slo', '--json'], home);
    const asTable = await run(['slo'], home);

    const [{ objectives }] = asJson.documents as [{ objectives: readonly object[] }]; // What the command documents.
    expect(objectives[0]).toMatchObject({ id: 'query-availability', state: 'kept', events: 1_000, burning: [] });
    expect(objectives.slice(1).every((one) => 'state' in one && one.state === 'silent')).toBe(true);
    expect(asTable.printed[1]).toMatch(
      /^Questions are answered +kept +99\.9 % +>= 99\.5 % +1000 +80\.0 % +0\.2 \/ 0\.2 \/ 0\.2$/,
    );
  });

  it('names the alarms that would be raised, and says nothing of silence where something was measured', async () => {
    const home = temporaryFolder();
    const database = openDatabase(path.join(home, 'metrics.sqlite'), METRIC_HISTORY_SCHEMA);
    metricHistory(database, { clock: systemClock }).emit({ RequestsValid: 100, RequestsFailed: 50 });
    database.close();

    const { printed, notes } = await run(['slo'], home);

    const burning = 'Burning: Questions are answered; alarms that would be raised now: fast, slow, steady.';
    expect(printed.filter((line) => line.startsWith('Burning'))).toEqual([burning]);
    expect(notes).toBe('');
  });

  it('says where nothing was measured', async () => {
    const home = temporaryFolder();

    const { code, notes } = await run(['slo'], home);

    expect(code).toBe(EXIT_CODES.ok);
    expect(notes).toContain(`Nothing was measured in ${home}`);
  });
});

describe('reset', () => {
  it('removes what the stack wrote, and leaves alone what somebody else put there', async () => {
    const home = temporaryFolder();
    const ours = ['ledger.sqlite', 'ledger.sqlite-wal', 'metrics.sqlite', 'index-catalog.sqlite', 'index-2.sqlite-wal'];
    for (const name of [...ours, 'thesis.txt']) writeFileSync(path.join(home, name), 'x');

    const { code, documents } = await run(['reset', '--json'], home);

    expect([code, documents]).toEqual([EXIT_CODES.ok, [{ removed: home }]]);
    for (const name of ours) expect(existsSync(path.join(home, name))).toBe(false);
    expect(existsSync(path.join(home, 'thesis.txt'))).toBe(true);
  });

  it('leaves no folder behind when nothing else is in it, and touches nothing while an instance is at work', async () => {
    const home = path.join(temporaryFolder(), 'state');
    const lock = takeInstanceLock(home);
    if ('release' in lock) lock.announce('http://127.0.0.1:8787');

    const refused = await run(['reset', '--json'], home);
    if ('release' in lock) lock.release();
    const done = await run(['reset', '--json'], home);

    expect(refused).toMatchObject({ code: EXIT_CODES.usage, documents: [] });
    expect(refused.notes).toContain('http://127.0.0.1:8787');
    expect(done.code).toBe(EXIT_CODES.ok);
    expect(existsSync(home)).toBe(false);
  });
});
