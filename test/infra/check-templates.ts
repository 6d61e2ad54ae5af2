import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { affidavitApp } from '#infra/aws/affidavit-app.ts';
import { synthesisReport } from '#infra/aws/synthesis-report.ts';
import { lintTemplates, prepareCfnLint } from './linters/cfn-lint.ts';
import { lintDefinition } from './linters/lint-definition.ts';
import { resourceGrants } from './resource-grants.ts';
import { definitionIn } from './template-rules/machine-states.ts';
import { environmentsIn, ofType } from './templates.ts';

// `npm run check:templates`: the templates of all environments, read by rules that others wrote. Each linter is shown a
// mistake as well, so that one that finds nothing any more is no clean bill. Exit code 1 when anything is found.
const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-templates-'));
try {
  const context = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:failSynthOnValidationErrors': false };
  const app = affidavitApp({ outdir, context }).synth();
  const problems = [
    ...checkRules(app),
    ...checkResourcePolicies(app),
    ...checkDefinitions(app),
    ...(await checkTemplates(app, outdir)),
  ];
  for (const problem of problems) print(`  ${problem}`);
  print(`${problems.length} errors`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}

function checkRules(app: CloudAssembly): string[] {
  const { findings } = synthesisReport(app);
  print(`cdk-nag: ${findings.length} findings that nobody acknowledged`);
  return findings.map(({ rule, constructs }) => `${rule}: ${constructs.join(', ')}`);
}

/** What each kind of grant is for is printed: a reader compares them with what the deployed functions were seen to call. */
function checkResourcePolicies(app: CloudAssembly): string[] {
  const all = environmentsIn(app).flatMap(resourceGrants);
  const grants = [...new Map(all.map((one) => [one.grant, one.reason]))];
  for (const [grant, reason] of grants) print(`resource policy: ${grant}: ${reason ?? 'no reason known'}`);
  return grants.filter(([, reason]) => reason === undefined).map(([grant]) => `${grant}: no reason known`);
}

function checkDefinitions(app: CloudAssembly): string[] {
  const machines = environmentsIn(app).flatMap((one) => ofType(one, 'AWS::StepFunctions::StateMachine'));
  const problems = machines.flatMap((machine) =>
    lintDefinition(definitionIn(machine)).map((problem) => `${machine.stack}/${machine.id}: ${problem}`),
  );
  const shown = lintDefinition({ StartAt: 'first', States: { first: { Type: 'Pass', Next: 'nowhere' } } });
  print(`asl-validator: ${machines.length} definitions, ${problems.length} errors`);
  return shown.length > 0 && machines.length > 0
    ? problems
    : [...problems, 'asl-validator: not seen to find a mistake'];
}

async function checkTemplates(app: CloudAssembly, folder: string): Promise<string[]> {
  const skipped = await prepareCfnLint();
  if (skipped !== undefined) {
    print(`skipped: cfn-lint (${skipped})`);
    return [];
  }
  const stacks = app.nestedAssemblies.flatMap(({ nestedAssembly }) => nestedAssembly.stacks);
  const mistake = path.join(folder, 'mistake.json');
  writeFileSync(mistake, '{"Resources":{"Wrong":{"Type":"AWS::SQS::Queue","Properties":{"Colour":"red"}}}}');
  const all = await lintTemplates([...stacks.map((stack) => stack.templateFullPath), mistake]);
  const findings = all.filter(({ Filename }) => Filename !== mistake);
  const lines = stacks.map(({ templateFullPath, stackName }) => {
    const own = findings.filter(({ Filename }) => Filename === templateFullPath);
    const count = (level: string) => own.filter(({ Level }) => Level === level).length;
    return `cfn-lint: ${stackName}, ${count('Error')} errors, ${count('Warning')} warnings`;
  });
  for (const line of lines) print(line);
  const problems = findings
    .filter(({ Level }) => Level === 'Error')
    .map(({ Rule, Message, Location, Filename }) => {
      return `${path.basename(Filename)} ${Location.Path?.join('/') ?? ''}: ${Rule.Id} ${Message}`;
    });
  return findings.length < all.length ? problems : [...problems, 'cfn-lint: not seen to find a mistake'];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
