import { Aws } from 'aws-cdk-lib';
import type { Access } from './access.ts';
import type { Platform } from './platform.ts';

/**
 * Gives executions their slots and starts them. The machine is known by its name, for two of those who start it are
 * steps of it, and a template cannot have it both ways.
 */
export function startsExecutions({ settings }: Platform): Access {
  return {
    settings: {
      STATE_MACHINE_ARN: machineArn(settings),
      SLOTS_TOTAL: String(settings.slots.total),
      SLOTS_PER_TENANT: String(settings.slots.perTenant),
    },
    statements: [{ actions: ['states:StartExecution'], resources: [machineArn(settings)] }],
  };
}

/** Asks what became of executions. */
export function asksAboutExecutions({ settings }: Platform): Access {
  const executions = `${statesArn('execution')}:${ingestMachineName(settings)}:*`;
  const because =
    'An execution is named by a hash of its document, version and attempt: the machine is as far as it goes.';
  return {
    settings: { STATE_MACHINE_ARN: machineArn(settings) },
    statements: [{ actions: ['states:DescribeExecution'], resources: [executions], because }],
  };
}

export function ingestMachineName({ name }: Platform['settings']): string {
  return `affidavit-${name}-ingest`;
}

function machineArn(settings: Platform['settings']): string {
  return `${statesArn('stateMachine')}:${ingestMachineName(settings)}`;
}

function statesArn(kind: string): string {
  return `arn:${Aws.PARTITION}:states:${Aws.REGION}:${Aws.ACCOUNT_ID}:${kind}`;
}
