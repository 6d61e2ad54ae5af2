import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { ENVIRONMENTS, type EnvironmentName } from '#infra/environments/by-name.ts';
import { PipelineStack } from './pipeline-stack.ts';

/**
 * The template of an environment's Pipeline stack, which holds the state machine, without bundling any function and
 * without asking AWS anything. Leaves nothing on disk.
 */
export function synthesizedPipeline({ environment }: { readonly environment: EnvironmentName }): unknown {
  const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-synth-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
    const stack = new PipelineStack(app, 'Pipeline', { settings: ENVIRONMENTS[environment] });
    return app.synth().getStackArtifact(stack.artifactId).template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
