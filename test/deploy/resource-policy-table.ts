import { comparePolicies, type PolicyComparison } from '../infra/resource-policies/compare-policies.ts';
import { declaredCalls } from '../infra/resource-policies/declared-calls.ts';
import { RECORDED_CALLS } from '../infra/resource-policies/recorded-calls.ts';
import { lineOfCall } from '../infra/resource-policies/resource-call.ts';
import { resourcesIn } from '../infra/templates.ts';
import { calledResources } from './called-resources.ts';
import { type DeployedProduct, templatesOf } from './deployed-product.ts';

/**
 * Dev's policies of resources beside the calls of this run, and those of these that neither the recorded table lists nor the
 * templates say that they come by the hour or when something fails.
 */
export async function resourcePolicyTable(
  product: DeployedProduct,
): Promise<PolicyComparison & { readonly unlisted: readonly string[] }> {
  const calls = await calledResources(product);
  const resources = Object.entries(await templatesOf(product, 'dev')).flatMap(([part, template]) =>
    resourcesIn(`affidavit-dev-${part.toLowerCase()}`, template),
  );
  const environment = { name: 'dev', stacks: [], resources };
  const declared = declaredCalls(environment).map(({ call }) => call);
  const listed = new Set([...RECORDED_CALLS, ...declared].map(lineOfCall));
  return {
    ...comparePolicies(environment, calls),
    unlisted: calls.map(lineOfCall).filter((line) => !listed.has(line)),
  };
}

/** A line for each statement of a policy of a resource. */
export function resourcePolicyLines({ served, refusals }: Pick<PolicyComparison, 'served' | 'refusals'>): string[] {
  return [
    ...served.map(({ words, calls, reason = `${calls.length} calls` }) => `allows: ${words}: ${reason}`),
    ...refusals.map(({ words, passed }) => `refuses: ${words}: let ${passed} calls pass`),
  ];
}
