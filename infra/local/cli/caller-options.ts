import type { Command } from 'commander';
import type { Caller } from '#shared/domain/access.ts';
import { LOCAL_TENANT } from '../local-tenant.ts';
import { principalName, repeated, tenantName } from './option-values.ts';

/** Who asks, as the options of a command say it. The machine's owner may be anybody. */
export interface CallerOptions {
  readonly tenant: string;
  readonly user: string;
  readonly group: readonly string[];
}

const LOCAL_USER = 'owner';

export function addCallerOptions(command: Command): Command {
  return command
    .option('--tenant <tenant>', 'tenant to ask in', tenantName, LOCAL_TENANT)
    .option('--user <user>', 'user to ask as', principalName, LOCAL_USER)
    .option('--group <group>', 'a group that the user is in; may be repeated', groupNames, []);
}

export function callerOf({ tenant, user, group }: CallerOptions): Caller {
  return { tenantId: tenant, user, groups: group };
}

function groupNames(value: string, before: readonly string[]): string[] {
  return repeated(principalName(value), before);
}
