import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, expect, it } from 'vitest';
import { CDK_BEHAVIOUR } from '#infra/aws/cdk-behaviour.ts';
import { EnvironmentStage } from '#infra/aws/environment-stage.ts';
import { dev } from '#infra/environments/dev.ts';

const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-order-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

// Regression: stacks import by name, which is no order to the CDK; `cdk deploy --concurrency 4` began them at once.
it('lets every stack wait for the stacks whose exports it imports', () => {
  const app = new App({ outdir, context: { ...CDK_BEHAVIOUR, 'aws:cdk:bundling-stacks': [] } });
  const { stacks } = new EnvironmentStage(app, dev).synth();

  const waits = stacks.map((stack) => [
    stack.stackName,
    stack.dependencies.map(({ manifest }) => manifest.displayName ?? '').filter((name) => name.startsWith('dev/')),
  ]);

  expect(Object.fromEntries(waits)).toEqual({
    'affidavit-dev-storage': [],
    'affidavit-dev-search': ['dev/Storage'],
    'affidavit-dev-pipeline': expect.arrayContaining(['dev/Search']),
    'affidavit-dev-query': expect.arrayContaining(['dev/Search']),
    'affidavit-dev-operations': [],
  });
});
