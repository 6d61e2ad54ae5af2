import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ENVIRONMENTS, type EnvironmentName } from '#infra/environments/by-name.ts';
import { affidavitApp } from './affidavit-app.ts';
import { EnvironmentStage } from './environment-stage.ts';

/**
 * The template of an environment's Pipeline stack, which holds the state machine, without bundling any function and
 * without asking AWS anything. Leaves nothing on disk.
 */
export function synthesizedPipeline({ environment }: { readonly environment: EnvironmentName }): unknown {
  const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-synth-'));
  try {
    const app = affidavitApp({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
    const stage = new EnvironmentStage(app, ENVIRONMENTS[environment]);
    // The stage alone: the rules that an app is checked against are for deployments, and take a second.
    return stage.synth().getStackArtifact(stage.pipeline.artifactId).template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
