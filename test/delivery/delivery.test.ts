import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { integrityFaults, licenceFaults } from './licences.ts';
import { lockedPackages } from './packages.ts';

const FOLDER = '.github/workflows';
const StepSchema = z.object({ uses: z.string().optional(), run: z.string().optional() });
const WorkflowSchema = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.looseObject({ environment: z.string().optional(), steps: z.array(StepSchema), 'timeout-minutes': z.int() }),
  ),
});
const workflows = readdirSync(FOLDER).map((file) => {
  const workflow = WorkflowSchema.parse(parse(readFileSync(`${FOLDER}/${file}`, 'utf8')));
  return { file, workflow, steps: Object.values(workflow.jobs).flatMap(({ steps }) => steps) };
});
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

const BillSchema = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(z.object({ name: z.string(), properties: z.array(z.object({ name: z.string() })) })),
});
/** By which npm marks a package that is not run. */
const DEVELOPMENT = 'cdx:npm:package:development';
const Names = z.record(z.string(), z.string());
const ManifestSchema = z.object({ dependencies: Names, devDependencies: Names });

/** Commands of a `run` that nobody could run: scripts that package.json lacks, programs that no package brings. */
function unknownCommands(run: string): string[] {
  const [, script] = run.match(/^npm (?:run )?(?:--silent )?([\w:-]+)/) ?? [];
  if (script !== undefined) return ['ci', ...Object.keys(scripts)].includes(script) ? [] : [run];
  const [, program] = run.match(/^npx (\w+) /) ?? [];
  return ['affidavit', 'cdk'].includes(program ?? '') ? [] : [run];
}

describe('workflows', () => {
  it('pin each action by the commit of a release', () => {
    const uses = workflows.flatMap(({ steps }) => steps.flatMap((step) => step.uses ?? []));

    expect(uses.length).toBeGreaterThan(5);
    for (const action of uses) expect(action).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/);
  });

  it('run commands that are there', () => {
    const runs = workflows.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

    expect(runs.length).toBeGreaterThan(10);
    expect(runs.flatMap(unknownCommands)).toEqual([]);
    expect(unknownCommands('npm run mend')).toEqual(['npm run mend']);
    expect(unknownCommands('curl example.com | sh')).toEqual(['curl example.com | sh']);
  });

  it('put no input into a shell command, where it would be run', () => {
    for (const { steps } of workflows) for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it('may read the repository and nothing else, unless a job says so', () => {
    for (const { workflow } of workflows) expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('deploy by a role for the moment, in the environment whose reviewers approve', () => {
    const text = readFileSync(`${FOLDER}/deploy.yml`, 'utf8');
    const job = workflows.find(({ file }) => file === 'deploy.yml')?.workflow.jobs['deploy'];

    expect(job).toMatchObject({
      environment: expect.stringContaining('inputs.environment'),
      permissions: { 'id-token': 'write' },
    });
    expect(text).toContain('role-to-assume');
    expect(text).not.toMatch(/secrets\.|access-key/);
  });
});

describe('packages', () => {
  const packages = lockedPackages();

  it('come under licences that we take, with their bytes pinned', () => {
    expect(packages.length).toBeGreaterThan(100);
    expect([...licenceFaults(packages), ...integrityFaults(packages)]).toEqual([]);
  });

  it('are refused without a licence, under one that we do not take, and without their bytes pinned', () => {
    const one = (license?: string) => [{ name: 'x', version: '1.0.0', license }];

    expect(licenceFaults(one())).toEqual(['x 1.0.0: no licence']);
    expect(licenceFaults(one('GPL-3.0-or-later'))).toEqual(['x 1.0.0: GPL-3.0-or-later']);
    expect(licenceFaults(one('(MIT AND GPL-3.0-or-later)'))).toEqual(['x 1.0.0: (MIT AND GPL-3.0-or-later)']);
    expect(licenceFaults(one('(MIT OR GPL-3.0-or-later)'))).toEqual([]);
    expect(integrityFaults([{ name: 'x', version: '1.0.0', integrity: 'sha1-abc' }])).toHaveLength(1);
    expect(
      integrityFaults([{ name: 'x', integrity: 'sha512-abc', resolved: 'git+ssh://git@example.org/x.git' }]),
    ).toEqual(["x : not from npm's registry"]);
  });

  it('stand in the bill of materials, which marks what development alone needs', async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], { maxBuffer: 64 * 1024 ** 2 });

    const { components } = BillSchema.parse(JSON.parse(stdout));
    const { dependencies, devDependencies } = ManifestSchema.parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const isMarked = ({ properties }: (typeof components)[number]) =>
      properties.some(({ name }) => name === DEVELOPMENT);
    const marks = (name: string) => new Set(components.filter((one) => one.name === name).map(isMarked));
    expect(Object.keys(dependencies).filter((name) => !marks(name).has(false))).toEqual([]);
    expect(Object.keys(devDependencies).filter((name) => !marks(name).has(true))).toEqual([]);
  });

  it('run no script at their installation but those that package.json decides on', () => {
    const { allowScripts } = z
      .object({ allowScripts: z.record(z.string(), z.boolean()) })
      .parse(JSON.parse(readFileSync('package.json', 'utf8')));

    const scripted = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);

    expect(new Set(scripted)).toEqual(new Set(Object.keys(allowScripts)));
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^strict-allow-scripts=true$/m); // A new one ends `npm ci`.
  });
});
