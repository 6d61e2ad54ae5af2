import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { CDK_BEHAVIOUR } from '#infra/aws/cdk-behaviour.ts';
import { EnvironmentStage } from '#infra/aws/environment-stage.ts';
import { ENVIRONMENTS, type EnvironmentName } from '#infra/environments/by-name.ts';
import type { EnvironmentSettings } from '#shared/contracts/settings.ts';
import { type Environment, environmentIn } from './templates.ts';

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

function synthesize(settings: EnvironmentSettings): Environment {
  const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-environment-'));
  try {
    const app = new App({ outdir, context: { ...CDK_BEHAVIOUR, 'aws:cdk:bundling-stacks': [] } });
    return environmentIn(settings.name, new EnvironmentStage(app, settings).synth());
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
