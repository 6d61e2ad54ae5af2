import { Stack, Validations } from 'aws-cdk-lib';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { IConstruct } from 'constructs';

/** Findings of the security rules that stand as they are, each with the reason, on this one construct. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })));
}

/** The same for a permission on a resource that ends in `*`: the finding names the resource as the template writes it. */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  const written = flattenCfnReference(Stack.of(construct).resolve(resource));
  acknowledge(construct, { [`AwsSolutions-IAM5[Resource::${written}]`]: reason });
}
