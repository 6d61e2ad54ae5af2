import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { CDK_BEHAVIOUR } from './cdk-behaviour.ts';
import { EnvironmentStage } from './environment-stage.ts';

const TemplateSchema = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.looseObject({}).default({}) })),
});

/** One resource of a template: its type, and its properties as CloudFormation has them. */
export type SynthesizedResource = z.output<typeof TemplateSchema>['Resources'][string];

/** All resources of an environment's stacks, without bundling any function and without asking AWS anything. */
export function environmentResources(settings: EnvironmentSettings): readonly SynthesizedResource[] {
  const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-resources-'));
  try {
    const context = { ...CDK_BEHAVIOUR, 'aws:cdk:bundling-stacks': [] };
    const app = new App({ outdir, analyticsReporting: false, context, builtinCloudFormationValidation: false });
    const { stacks } = new EnvironmentStage(app, settings).synth();
    return stacks.flatMap(({ template }) => Object.values(TemplateSchema.parse(template).Resources));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
