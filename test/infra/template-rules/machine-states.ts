import type { Resource } from '../templates.ts';
import { listOf, valueAt } from './reading.ts';
import { resolvedText } from './resolved-text.ts';

/** A state of a state machine, however deep it stands in Maps and branches. */
export interface MachineState {
  readonly name: string;
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** A Map or a Parallel around it catches every failure. */
  readonly isCaughtAround: boolean;
  /** The state after it is a Fail. */
  readonly endsInFailure: boolean;
}

/** The definition of a state machine, with all that it refers to resolved. */
export function definitionIn(machine: Pick<Resource, 'Properties'>): object {
  return JSON.parse(resolvedText(machine.Properties['DefinitionString']));
}

export function statesOf(machine: Resource): MachineState[] {
  return statesIn(definitionIn(machine), false);
}

function statesIn(part: unknown, isCaughtAround: boolean): MachineState[] {
  const states = Object(valueAt(part, 'States')) as Record<string, Record<string, unknown>>; // As the language has it.
  return Object.entries(states).flatMap(([name, fields]) => {
    const endsInFailure = valueAt(states, String(fields['Next']), 'Type') === 'Fail';
    const inner = [fields['ItemProcessor'], fields['Iterator'], ...listOf(fields['Branches'])];
    return [
      { name, type: String(fields['Type']), fields, isCaughtAround, endsInFailure },
      ...inner.flatMap((one) => statesIn(one, isCaughtAround || catchesAll(fields))),
    ];
  });
}

export function catchesAll(fields: object): boolean {
  return listOf(valueAt(fields, 'Catch')).some((one) => listOf(valueAt(one, 'ErrorEquals')).includes('States.ALL'));
}
