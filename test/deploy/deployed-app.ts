import { App, CfnResource } from 'aws-cdk-lib';
import { CDK_BEHAVIOUR } from '#infra/aws/cdk-behaviour.ts';
import { EnvironmentStage } from '#infra/aws/environment-stage.ts';
import { dev } from '#infra/environments/dev.ts';
import { prod } from '#infra/environments/prod.ts';
import { EnvironmentSettings } from '#shared/contracts/settings.ts';

/** That the firewall stands before the API, and alarms made of alarms. */
const UNKNOWN = ['AWS::WAFv2::WebACLAssociation', 'AWS::CloudWatch::CompositeAlarm'];

/** Executions at once: every function in work is a process of this machine. */
const SLOTS = { total: 4, perTenant: 2 };

/**
 * The app as a deployer would have it who changed some settings: the architecture, which is this machine's, the issuer of
 * tokens, the executions at once, and for an update the days that logs are kept. `cdk --app` runs it, with the settings as context.
 */
const app = new App({ analyticsReporting: false, context: CDK_BEHAVIOUR });
const tokens = { issuer: context('issuer'), audience: 'affidavit', jwksUri: context('jwksUri') };
const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
for (const settings of [dev, prod]) {
  const logRetentionDays = Number(app.node.tryGetContext('logRetentionDays') ?? settings.logRetentionDays);
  const changed = EnvironmentSettings.parse({ ...settings, architecture, tokens, logRetentionDays, slots: SLOTS });
  withoutUnknown(new EnvironmentStage(app, changed));
}
app.synth();

/** Leaves out what the emulator does not know: templates with it are refused whole. */
function withoutUnknown(stage: EnvironmentStage): void {
  for (const construct of stage.node.findAll()) {
    const isUnknown = construct instanceof CfnResource && UNKNOWN.includes(construct.cfnResourceType);
    if (isUnknown) construct.node.scope?.node.tryRemoveChild(construct.node.id);
  }
}

function context(name: string): string {
  const value: unknown = app.node.tryGetContext(name);
  if (typeof value === 'string') return value;
  throw new Error(`-c ${name}=… is missing`);
}
