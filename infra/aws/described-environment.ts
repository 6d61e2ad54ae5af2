import { ENVIRONMENT_NAMES, ENVIRONMENTS } from '#infra/environments/by-name.ts';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { environmentResources, type SynthesizedResource } from './environment-resources.ts';

/** An environment before anybody deploys it: its settings, and the resources of its templates. */
export interface DescribedEnvironment {
  readonly settings: EnvironmentSettings;
  readonly resources: readonly SynthesizedResource[];
}

/** The names of all environments, for whoever lets one be chosen. */
export function environmentNames(): readonly string[] {
  return ENVIRONMENT_NAMES;
}

/** @throws PipelineFailure `InputInvalid` when there is none of that name. */
export function environmentSettings(name: string): EnvironmentSettings {
  const known = ENVIRONMENT_NAMES.find((each) => each === name);
  if (known === undefined) throw new PipelineFailure('InputInvalid', 'there is no environment of that name');
  return ENVIRONMENTS[known];
}

/** Synthesizes it, in under a second; takes nothing from AWS. */
export function describedEnvironment(name: string): DescribedEnvironment {
  const settings = environmentSettings(name);
  return { settings, resources: environmentResources(settings) };
}
