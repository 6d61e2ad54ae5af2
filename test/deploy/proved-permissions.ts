import { expect, it } from 'vitest';
import { isService } from '../infra/resource-policies/resource-call.ts';
import { type DeployedProduct, templatesOf } from './deployed-product.ts';
import { permissionLines, permissionTable, unexplained } from './permission-table.ts';
import { resourcePolicyLines, resourcePolicyTable } from './resource-policy-table.ts';
import { say } from './say.ts';

/** Registers the tests that hold all calls of the run so far against what roles and resources allow. */
export function provedPermissions(deployed: () => DeployedProduct): void {
  it('permissions, IAM evaluated: makes no call that a role refuses, and is allowed none without a reason', async () => {
    const table = await permissionTable(deployed().aws, Object.values(await templatesOf(deployed(), 'dev')));

    say(...permissionLines(table));
    expect(table.flatMap(({ name, missing }) => missing.map((action) => `${name} ${action}`))).toEqual([]);
    expect(unexplained(table)).toEqual([]);
  });

  it('policies of resources: a statement for each call that needs one, a call or a reason for each statement', async () => {
    const { served, refusals, problems, unlisted } = await resourcePolicyTable(deployed());

    say(...resourcePolicyLines({ served, refusals }), ...unlisted.map((line) => `not in recorded-calls.txt: ${line}`));
    expect(problems).toEqual([]);
    expect(unlisted.filter((line) => isService(line.split(' ')[0] ?? ''))).toEqual([]);
  });
}
