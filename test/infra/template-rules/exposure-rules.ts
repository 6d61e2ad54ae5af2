import { ofType } from '../templates.ts';
import { listOf, named, resourcePolicies, type Statement, valueAt } from './reading.ts';
import type { TemplateRule } from './template-rule.ts';

const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

export const EXPOSURE_RULES: readonly TemplateRule[] = [
  {
    name: 'buckets block public access in each of the four ways',
    because: 'one careless policy or ACL must not publish documents',
    violations: (environment) =>
      ofType(environment, 'AWS::S3::Bucket')
        .filter(({ Properties }) => {
          const blocked = Properties['PublicAccessBlockConfiguration'];
          return !BLOCKS.every((block) => valueAt(blocked, block) === true);
        })
        .map((one) => named(one)),
  },
  {
    name: 'no policy of a resource or role lets everybody in',
    because: 'who may use it is named, or it is open to other accounts',
    violations: (environment) =>
      resourcePolicies(environment)
        .filter(([, statement]) => letsEverybodyIn(statement))
        .map(([one]) => named(one)),
  },
  {
    name: 'who calls a function is named, and by which resource or account',
    because: "a service would otherwise call it for another account's resource (confused deputy)",
    violations: (environment) =>
      ofType(environment, 'AWS::Lambda::Permission')
        .filter(
          ({ Properties }) =>
            Properties['Principal'] === '*' || !('SourceArn' in Properties || 'SourceAccount' in Properties),
        )
        .map((one) => named(one)),
  },
  {
    name: 'no function has an address of its own that asks for no signature',
    because: 'it would stand beside firewall, authorizer and limits',
    violations: (environment) =>
      ofType(environment, 'AWS::Lambda::Url')
        .filter(({ Properties }) => Properties['AuthType'] !== 'AWS_IAM')
        .map((one) => named(one)),
  },
];

function letsEverybodyIn({ Effect, Principal, Condition }: Statement): boolean {
  if (Effect !== 'Allow' || Condition !== undefined) return false;
  const principals = typeof Principal === 'string' ? [Principal] : Object.values(Principal ?? {}).flatMap(listOf);
  return principals.includes('*');
}
