import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { CDK_BEHAVIOUR } from '#infra/aws/cdk-behaviour.ts';
import { EnvironmentStage } from '#infra/aws/environment-stage.ts';
import { ENVIRONMENTS, type EnvironmentName } from '#infra/environments/by-name.ts';
import { type Environment, environmentIn } from './templates.ts';

/** One environment's templates, without bundles and without the rules, which `environments.test.ts` has run. */
export function synthesizedEnvironment(name: EnvironmentName): Environment {
  const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-environment-'));
  try {
    const app = new App({ outdir, context: { ...CDK_BEHAVIOUR, 'aws:cdk:bundling-stacks': [] } });
    return environmentIn(name, new EnvironmentStage(app, ENVIRONMENTS[name]).synth());
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
