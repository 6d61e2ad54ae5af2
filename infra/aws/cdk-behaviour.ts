/** Behaviour of the CDK that a project chooses once. In code, so that every way to synthesize has the same. */
export const CDK_BEHAVIOUR = {
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  /** Checks templates against the schemas of CloudFormation. */
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};
