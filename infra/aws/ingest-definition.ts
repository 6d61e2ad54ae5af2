import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { ENVIRONMENTS, type EnvironmentName } from '#infra/environments/by-name.ts';
import { CDK_BEHAVIOUR } from './cdk-behaviour.ts';
import { EnvironmentStage } from './environment-stage.ts';

/**
 * The template of an environment's Pipeline stack, which holds the state machine, without bundling any function and
 * without asking AWS anything. Leaves nothing on disk.
 */
export function synthesizedPipeline({ environment }: { readonly environment: EnvironmentName }): unknown {
  const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-synth-'));
  try {
    const context = { ...CDK_BEHAVIOUR, 'aws:cdk:bundling-stacks': [] };
    const app = new App({ outdir, analyticsReporting: false, context });
    const stage = new EnvironmentStage(app, ENVIRONMENTS[environment]);
    // The stage alone: the rules that an app is checked against are for deployments, and take a second.
    return stage.synth().getStackArtifact(stage.pipeline.artifactId).template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
