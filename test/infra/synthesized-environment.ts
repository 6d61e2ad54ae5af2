import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CDK_BEHAVIOUR } from '#infra/aws/cdk-behaviour.ts';
import { EnvironmentStage } from '#infra/aws/environment-stage.ts';
import { type SynthesisReport, synthesisReport } from '#infra/aws/synthesis-report.ts';
import { ENVIRONMENTS, type EnvironmentName } from '#infra/environments/by-name.ts';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { type Environment, environmentIn, environmentsIn } from './templates.ts';

// What is under test is the templates, so no function is bundled.
const context = { ...CDK_BEHAVIOUR, 'aws:cdk:bundling-stacks': [] };

const synthesized = new Map<EnvironmentSettings, Environment>();

/**
 * One environment's templates, without bundles and without the rules, which `environments.test.ts` has run. Synthesized
 * once, however many tests ask.
 */
export function synthesizedEnvironment(chosen: EnvironmentName | EnvironmentSettings): Environment {
  const settings = typeof chosen === 'string' ? ENVIRONMENTS[chosen] : chosen;
  const environment = synthesized.get(settings) ?? synthesize(settings);
  synthesized.set(settings, environment);
  return environment;
}

/** The same with the report of a synthesis, for settings that are no environment of the repository. */
export function checkedEnvironment(settings: EnvironmentSettings): {
  readonly environment: Environment;
  readonly report: SynthesisReport;
} {
  return inTemporaryFolder((outdir) => {
    const checked = { ...context, '@aws-cdk/core:failSynthOnValidationErrors': false };
    // CloudFormation's schemas are `npm run synth`'s to check: they take longer than all of the rest.
    const app = new App({ outdir, context: checked, builtinCloudFormationValidation: false });
    new EnvironmentStage(app, settings);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const assembly = app.synth();
    const [environment] = environmentsIn(assembly);
    if (environment === undefined) throw new Error('nothing was synthesized');
    synthesized.set(settings, environment);
    return { environment, report: synthesisReport(assembly) };
  });
}

function synthesize(settings: EnvironmentSettings): Environment {
  return inTemporaryFolder((outdir) =>
    environmentIn(settings.name, new EnvironmentStage(new App({ outdir, context }), settings).synth()),
  );
}

function inTemporaryFolder<T>(work: (outdir: string) => T): T {
  const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-environment-'));
  try {
    return work(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
