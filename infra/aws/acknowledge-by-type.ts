import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/**
 * Findings that stand for every resource of a type, because the product decided them once. What only one resource may do
 * is acknowledged where it is made.
 */
const REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::Lambda::Function': {
    'NIST.800.53.R5-LambdaInsideVPC':
      'No network of ours by default: a function listens on no address, and all that it calls is signed and encrypted.',
    'NIST.800.53.R5-LambdaDLQ':
      "It concerns asynchronous calls alone. A function that is called so has a destination for its failures; a template rule in the tests finds one that has none. Other callers see the failure: Step Functions' Catch, the queue's redrive, API Gateway.",
    'NIST.800.53.R5-LambdaConcurrency':
      "Reserving takes from all other functions of the account. What limits work is upstream: the ledger's slots, the machine's batches at once, the queue's calls at once, the API's throttle.",
  },
  'AWS::Logs::LogGroup': {
    'NIST.800.53.R5-CloudWatchLogGroupEncrypted':
      'CloudWatch encrypts every group with a key of its own. Lines hold ids, counts and durations, never a word of a document, so that they need no key of their class.',
  },
  'AWS::IAM::Policy': {
    'NIST.800.53.R5-IAMNoInlinePolicy':
      'One role a function, one policy a role: a policy that could be attached to another role is what must not be.',
  },
  'AWS::IAM::Role': {
    'NIST.800.53.R5-IAMNoInlinePolicy': 'As for policies: what it may do is for this role alone.',
  },
  'AWS::S3::Bucket': {
    'NIST.800.53.R5-S3BucketReplicationEnabled':
      'A copy in another region leaves the regions that the data may be in, and erasure would have to follow it.',
  },
};

/** Acknowledges on each resource in `scope` what stands for its type. */
export function acknowledgeByType(scope: IConstruct): void {
  for (const construct of scope.node.findAll().filter(CfnResource.isCfnResource)) {
    const reasons = REASONS[construct.cfnResourceType];
    if (reasons !== undefined) acknowledge(construct, reasons);
  }
}
