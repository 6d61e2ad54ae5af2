import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { addDoctorCommand } from '#infra/local/cli/doctor.ts';
import { inspectState } from '#infra/local/doctor/inspect-state.ts';
import { thisMachine } from '#infra/local/doctor/machine.ts';
import { shellWord } from '#infra/local/doctor/shell-word.ts';
import { runCli } from '../doubles/cli-process.ts';
import { loopbackServer } from '../doubles/loopback-server.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { BREAKAGES, healthyScene, pristineState, type Scene } from './broken-machine.ts';

let pristine = '';
beforeAll(async () => {
  pristine = await pristineState();
});
afterAll(() => rmSync(pristine, { recursive: true, force: true }));

async function doctor({ home, machine, settings }: Scene) {
  const { code, printed } = await runCommand(
    (program, context) => addDoctorCommand(program, context, machine),
    ['doctor'],
    home,
    settings,
  );
  return { code, missing: printed.filter((line) => line.startsWith('MISSING')), printed: printed.join('\n') };
}

describe('affidavit doctor', () => {
  it('finds nothing on a machine that is well', async () => {
    const { code, missing, printed } = await doctor(healthyScene(pristine));

    expect([code, missing]).toEqual([0, []]);
    expect(printed).toContain('state folder: may be written');
  });

  it.each(BREAKAGES)(
    'names $what, with the command that mends it, and ends with 1',
    async ({ words, mend, breakIt }) => {
      const scene = healthyScene(pristine);
      breakIt(scene);

      const { code, missing } = await doctor(scene);

      expect(code).toBe(1);
      expect(missing).toHaveLength(1);
      expect(missing[0]?.split('\n')).toEqual([expect.stringMatching(words), expect.stringMatching(mend)]);
    },
  );

  it('names each of all that can be broken at once', async () => {
    const scene = healthyScene(pristine);
    const together = BREAKAGES.filter(({ isAlone }) => !isAlone);
    for (const { breakIt } of together) breakIt(scene);

    const { missing } = await doctor(scene);

    expect(together.length).toBeGreaterThanOrEqual(10);
    expect(missing).toHaveLength(together.length);
    for (const { words } of together) expect(missing.filter((line) => words.test(line))).toHaveLength(1);
  });

  it('says that a port is taken, which keeps nothing from starting', async () => {
    const scene = healthyScene(pristine);
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number }; // A server that listens on TCP has such an address.
    scene.settings['AFFIDAVIT_PORT'] = String(port);

    const { code, printed } = await doctor({
      ...scene,
      machine: { ...scene.machine, listenError: thisMachine.listenError },
    });

    expect(printed).toContain(`ok       port ${port}: in use; start takes a free one`);
    expect(code).toBe(0);
  });

  it.each([
    [200, 'ok       model of AFFIDAVIT_MODEL_URL: answers'],
    [404, 'ok       model of AFFIDAVIT_MODEL_URL: answers'],
    [
      401,
      'MISSING  model of AFFIDAVIT_MODEL_URL: refuses the key\n         Run `export AFFIDAVIT_MODEL_KEY=<its key>`.',
    ],
    [503, 'MISSING  model of AFFIDAVIT_MODEL_URL: fails (503)'],
  ])('asks a model that is set: %i', async (status, line) => {
    const scene = healthyScene(pristine);
    const address = await loopbackServer((_request, response) => response.writeHead(status).end());
    Object.assign(scene.settings, { AFFIDAVIT_MODEL_URL: `${address}/v1`, AFFIDAVIT_MODEL: 'any' });

    const { printed } = await doctor(scene);

    expect(printed).toContain(line);
  });

  it('is not run with a setting that is none, which is named with the command that mends it', async () => {
    const { code, stderr } = await runCli(temporaryFolder(), ['doctor'], { AFFIDAVIT_SLOTS: 'many' });

    expect(code).toBe(2);
    expect(stderr).toMatch(/AFFIDAVIT_SLOTS: .*`unset AFFIDAVIT_SLOTS`/);
  });

  it('looks past what a first start that was cut short has left', () => {
    const home = temporaryFolder();
    for (const file of ['ledger.sqlite', 'index-catalog.sqlite']) writeFileSync(path.join(home, file), '');

    expect(inspectState(home).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('says commands that mean the one folder, whatever it is called', () => {
    const home = path.join(temporaryFolder(), "Ana's state");
    mkdirSync(path.join(home, 'lock.sqlite'), { recursive: true });

    const [finding] = inspectState(home).filter(({ ok }) => !ok);

    const quoted = home.replace("'", "'\\''");
    expect(finding?.mend).toContain(`rm -r '${quoted}/lock.sqlite'`);
    expect(shellWord('/home/ana/.affidavit')).toBe('/home/ana/.affidavit');
  });

  it('leaves a state folder as it is, and one that is not there alone', () => {
    const { home } = healthyScene(pristine);
    const never = path.join(temporaryFolder(), 'never');
    // What SQLite puts beside a database that is read says nothing.
    const filesIn = (folder: string) =>
      readdirSync(folder, { recursive: true }).filter((file) => !/-(wal|shm)$/.test(`${file}`));
    const before = filesIn(home);

    inspectState(home);

    expect(filesIn(home)).toEqual(before);
    expect(inspectState(never)).toEqual([expect.objectContaining({ ok: true, found: 'not there yet' })]);
  });
});
