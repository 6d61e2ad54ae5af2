import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CDK_BEHAVIOUR } from '#infra/aws/cdk-behaviour.ts';
import { EnvironmentStage } from '#infra/aws/environment-stage.ts';
import { dev } from '#infra/environments/dev.ts';
import { prod } from '#infra/environments/prod.ts';
import { EnvironmentSettings } from '#shared/contracts/settings.ts';

/**
 * The app as a deployer would have it who changed three settings: the architecture, which is this machine's, the issuer
 * of tokens, and for an update the days that logs are kept. `cdk --app` runs it, with the settings as context.
 */
const app = new App({ analyticsReporting: false, context: CDK_BEHAVIOUR });
const tokens = { issuer: context('issuer'), audience: 'affidavit', jwksUri: context('jwksUri') };
const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
for (const settings of [dev, prod]) {
  const logRetentionDays = Number(app.node.tryGetContext('logRetentionDays') ?? settings.logRetentionDays);
  new EnvironmentStage(app, EnvironmentSettings.parse({ ...settings, architecture, tokens, logRetentionDays }));
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();

function context(name: string): string {
  const value: unknown = app.node.tryGetContext(name);
  if (typeof value === 'string') return value;
  throw new Error(`-c ${name}=… is missing`);
}
