import { readFileSync, writeFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { CDK_BEHAVIOUR } from '#infra/aws/cdk-behaviour.ts';
import { EnvironmentStage } from '#infra/aws/environment-stage.ts';
import { dev } from '#infra/environments/dev.ts';
import { prod } from '#infra/environments/prod.ts';
import { readCalibration } from '#infra/environments/read-calibration.ts';
import { CANARY_MINUTES } from '#shared/contracts/canary.ts';
import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { STUB_CALIBRATION } from './stub-calibration.ts';

/** That the firewall stands before the API, alarms made of alarms, and budgets; besides those, alarms over several metrics. */
const UNKNOWN = [
  'AWS::WAFv2::WebACLAssociation',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::Budgets::Budget',
  'AWS::Budgets::BudgetsAction',
];

const ResourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.looseObject({ Metrics: z.unknown().optional(), ScheduleExpression: z.unknown().optional() }).optional(),
});
const TemplateSchema = z.looseObject({ Resources: z.record(z.string(), ResourceSchema) });

/** Executions at once: every function in work is a process of this machine. */
const SLOTS = { total: 4, perTenant: 2 };

/** As rarely as may be, so that no pass of the schedule finds first what a test has lost. */
const RECONCILE_MINUTES = 360;

/** Does not tick: tests call the canary, and count executions, calls of models and metrics, which one beside theirs adds to. */
const CANARY_TICK = `rate(${CANARY_MINUTES} minutes)`;

/**
 * The app as a deployer would have it who changed some settings: the architecture, which is this machine's, the issuer of
 * tokens, the executions at once, what fits the stand-in for Titan, Textract in dev, and for an update of dev the days that
 * logs are kept or the embedding model. `cdk --app` runs it, with the settings as context.
 */
const app = new App({ analyticsReporting: false, context: CDK_BEHAVIOUR });
const tokens = { issuer: context('issuer'), audience: 'affidavit', jwksUri: context('jwksUri') };
const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
const update: unknown = app.node.tryGetContext('logRetentionDays') ?? app.node.tryGetContext('embedding');
const stages = (update === undefined ? [dev, prod] : [dev]).map((settings) => {
  const textract = settings.name === dev.name; // One of each, so that both are deployed.
  const ours = { architecture, tokens, slots: SLOTS, textract, reconcileMinutes: RECONCILE_MINUTES };
  const changes = { ...ours, ...embedding(settings), ...retention(settings) };
  return new EnvironmentStage(app, EnvironmentSettings.parse({ ...settings, ...changes }));
});
const assembly = app.synth();
for (const { artifactId } of stages) {
  for (const { templateFullPath } of assembly.getNestedAssembly(artifactId).stacks) withoutUnknown(templateFullPath);
}

function retention({ logRetentionDays }: EnvironmentSettings) {
  return { logRetentionDays: Number(app.node.tryGetContext('logRetentionDays') ?? logRetentionDays) };
}

/** Another model than the one that the calibration was fitted to has none. */
function embedding({ models }: EnvironmentSettings) {
  const other: unknown = app.node.tryGetContext('embedding');
  if (other === undefined) return { calibration: readCalibration(STUB_CALIBRATION) };
  return { models: { ...models, embedding: other } };
}

/**
 * Leaves out what the emulator does not know, for it refuses templates with it, and leaves the schedule of the canary at
 * rest; after synthesis has checked the whole.
 */
function withoutUnknown(file: string): void {
  const template = TemplateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const isKnown = ({ Type, Properties }: z.output<typeof ResourceSchema>) =>
    !UNKNOWN.includes(Type) && !(Type === 'AWS::CloudWatch::Alarm' && Properties?.Metrics !== undefined);
  const known = Object.entries(template.Resources).filter(([, resource]) => isKnown(resource));
  for (const [, { Properties }] of known) {
    if (Properties?.ScheduleExpression === CANARY_TICK) Properties['State'] = 'DISABLED';
  }
  writeFileSync(file, JSON.stringify({ ...template, Resources: Object.fromEntries(known) }));
}

function context(name: string): string {
  const value: unknown = app.node.tryGetContext(name);
  if (typeof value === 'string') return value;
  throw new Error(`-c ${name}=… is missing`);
}
