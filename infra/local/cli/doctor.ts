import type { Command } from 'commander';
import { environmentSettings } from '#infra/aws/described-environment.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { inspectMachine } from '../doctor/inspect-machine.ts';
import { inspectSettings } from '../doctor/inspect-settings.ts';
import { inspectState } from '../doctor/inspect-state.ts';
import { type Machine, thisMachine } from '../doctor/machine.ts';
import { addCommand, type CliContext, EXIT_CODES } from './cli-context.ts';
import { environmentOption } from './environment-option.ts';

interface DoctorOptions {
  readonly environment?: string;
  readonly json?: true;
}

export function addDoctorCommand(program: Command, context: CliContext, machine: Machine = thisMachine): void {
  addCommand(program, context, {
    name: 'doctor',
    summary: 'look at what the stack needs here or in an account, and say how to mend what is missing',
  })
    .addOption(environmentOption('an environment on AWS, with the credentials of this shell'))
    .action(async ({ environment, json }: DoctorOptions) => {
      const findings =
        environment === undefined ? await inspectHere(machine, context) : await inspectThere(environment);
      if (json) context.printJson({ findings });
      else for (const finding of findings) context.print(findingLine(finding));
      if (findings.some(({ ok }) => !ok)) context.setExitCode(EXIT_CODES.failed);
    });
}

async function inspectHere(machine: Machine, { settings }: CliContext): Promise<Finding[]> {
  const { AFFIDAVIT_HOME: home, AFFIDAVIT_PORT: port } = settings;
  return [...(await inspectMachine(machine, home, port)), ...(await inspectSettings(settings)), ...inspectState(home)];
}

/** The clients of AWS are loaded for those who ask for them alone. */
async function inspectThere(environment: string): Promise<Finding[]> {
  const { accountClients } = await import('#infra/aws/doctor/account-clients.ts');
  const { inspectEnvironment } = await import('#infra/aws/doctor/inspect-environment.ts');
  return inspectEnvironment(environmentSettings(environment), accountClients());
}

function findingLine({ check, ok, found, mend }: Finding): string {
  const line = `${ok ? 'ok     ' : 'MISSING'}  ${check}: ${found}`;
  return ok ? line : `${line}\n         ${mend}`;
}
