import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { dev } from './dev.ts';
import { prod } from './prod.ts';
import { staging } from './staging.ts';

/** Every environment, in the order in which a release reaches them. */
export const ENVIRONMENTS = { dev, staging, prod } as const satisfies Record<
  EnvironmentSettings['name'],
  EnvironmentSettings
>;

export type EnvironmentName = keyof typeof ENVIRONMENTS;

export const ENVIRONMENT_NAMES = Object.keys(ENVIRONMENTS) as EnvironmentName[]; // TypeScript types keys as string.
