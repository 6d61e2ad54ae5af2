import { App, type AppProps } from 'aws-cdk-lib';

/** Behaviour of the CDK that a project chooses once. In code, so that every way to synthesize has the same. */
const CONTEXT = {
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};

/** An empty app of ours; `context` goes before what we choose, as `-c` on the command line does. */
export function affidavitApp({ context = {}, ...props }: AppProps = {}): App {
  return new App({ analyticsReporting: false, ...props, context: { ...CONTEXT, ...context } });
}
