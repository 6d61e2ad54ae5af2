import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { ENVIRONMENTS, type EnvironmentName } from '#infra/environments/by-name.ts';
import { CDK_BEHAVIOUR } from './cdk-behaviour.ts';
import { OperationsStack } from './operations-stack.ts';

/** The template of an environment's Operations stack, alarms and all, asking AWS nothing. Leaves nothing on disk. */
export function synthesizedOperations({ environment }: { readonly environment: EnvironmentName }): unknown {
  const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-operations-'));
  try {
    const context = { ...CDK_BEHAVIOUR };
    const app = new App({ outdir, analyticsReporting: false, context, builtinCloudFormationValidation: false });
    const stack = new OperationsStack(app, 'Operations', { settings: ENVIRONMENTS[environment] });
    return app.synth().getStackByName(stack.stackName).template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
