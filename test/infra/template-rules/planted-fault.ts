import type { Environment, Resource } from '../templates.ts';
import { statementsOf, valueAt } from './reading.ts';
import { resolvedText } from './resolved-text.ts';

/** A copy of an environment's templates that may be changed. */
export interface Draft extends Omit<Environment, 'resources' | 'stacks'> {
  readonly resources: Resource[];
  readonly stacks: { readonly name: string; terminationProtection: boolean }[];
}

/** A mistake in a template, and the rule that has to find it. */
export interface PlantedFault {
  readonly fault: string;
  /** The name of the rule. */
  readonly breaks: string;
  plant(draft: Draft): void;
}

/** The first resource of a type, to be changed. */
export function first(draft: Draft, type: string, that: (one: Resource) => boolean = () => true): Resource {
  const found = draft.resources.find((one) => one.Type === type && that(one));
  if (found === undefined) throw new Error(`no ${type} to plant a fault in`);
  return found;
}

/** Takes a property away from the first resource of a type that has it. */
export function without(type: string, property: string): PlantedFault['plant'] {
  return (draft) => {
    delete first(draft, type, ({ Properties }) => property in Properties).Properties[property];
  };
}

/** Puts a value in the place of a property of the first resource of a type. */
export function changed(type: string, property: string, value: unknown): PlantedFault['plant'] {
  return (draft) => {
    first(draft, type).Properties[property] = value;
  };
}

/** Adds a resource, tagged as others are, to the first stack. */
export function added(type: string, properties: Resource['Properties']): PlantedFault['plant'] {
  return (draft) => {
    const Tags = [{ Key: 'affidavit:environment', Value: draft.name }];
    const stack = draft.stacks[0]?.name ?? '';
    draft.resources.push({ id: 'Planted', stack, Type: type, Properties: { Tags, ...properties } });
  };
}

/** Adds a statement to the first policy of a type. */
export function allowed(type: string, property: string, statement: object): PlantedFault['plant'] {
  return (draft) => {
    const { Properties } = first(draft, type);
    Properties[property] = { Statement: [...statementsOf(Properties[property]), { Effect: 'Allow', ...statement }] };
  };
}

/** Changes a state of the ingest machine. `path` leads to it from the top of the definition. */
export function changedState(path: readonly string[], change: (state: Record<string, unknown>) => void) {
  return (draft: Draft): void => {
    const { Properties } = first(draft, 'AWS::StepFunctions::StateMachine');
    const definition: unknown = JSON.parse(resolvedText(Properties['DefinitionString']));
    change(valueAt(definition, ...path) as Record<string, unknown>); // As the path says.
    Properties['DefinitionString'] = JSON.stringify(definition);
  };
}
