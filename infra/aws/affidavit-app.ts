import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { ENVIRONMENT_NAMES, ENVIRONMENTS, type EnvironmentName } from '#infra/environments/by-name.ts';
import { acknowledgeByType } from './acknowledge-by-type.ts';
import { CDK_BEHAVIOUR } from './cdk-behaviour.ts';
import { EnvironmentStage } from './environment-stage.ts';

/**
 * The app with one stage an environment: that which `-c environment=<name>` names, or all of them. Synthesis fails on
 * any finding of the security rules (cdk-nag: AwsSolutions and NIST 800-53, revision 5) that no construct acknowledges
 * with a reason.
 *
 * @throws Error for an environment that is not declared.
 */
export function affidavitApp(props: AppProps = {}): App {
  const app = new App({ analyticsReporting: false, ...props, context: { ...CDK_BEHAVIOUR, ...props.context } });
  for (const name of chosenEnvironments(app.node.tryGetContext('environment'))) {
    acknowledgeByType(new EnvironmentStage(app, ENVIRONMENTS[name]));
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app));
  return app;
}

function chosenEnvironments(chosen: unknown): readonly EnvironmentName[] {
  if (chosen === undefined) return ENVIRONMENT_NAMES;
  const name = ENVIRONMENT_NAMES.find((known) => known === chosen);
  if (name === undefined) throw new Error(`-c environment=… takes one of ${ENVIRONMENT_NAMES.join(', ')}`);
  return [name];
}
