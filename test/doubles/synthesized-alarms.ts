import { synthesizedOperations } from '#infra/aws/operations-template.ts';

/** A resource of the Operations template, as far as tests change it. */
interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

export interface OperationsTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** The environment whose alarms tests look at. */
export const ALARMED = 'dev';

const template = synthesizedOperations({ environment: ALARMED }) as OperationsTemplate; // As CloudFormation has it.

/** The template of the Operations stack, synthesized once, a copy for each who asks. */
export function operationsTemplate(): OperationsTemplate {
  return structuredClone(template);
}

/** The same with a mistake in the alarm of that name, as a typing error would put it there. */
export function withMistake(alarm: string, mistake: (properties: Record<string, unknown>) => void): OperationsTemplate {
  const copy = operationsTemplate();
  const found = Object.values(copy.Resources).find(({ Properties }) => Properties['AlarmName'] === alarm);
  if (found === undefined) throw new Error('no such alarm');
  mistake(found.Properties);
  return copy;
}
