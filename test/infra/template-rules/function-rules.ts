import { FUNCTION_METADATA, INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import { ofType, type Resource } from '../templates.ts';
import { customResources, named, referredBy } from './reading.ts';
import type { TemplateRule } from './template-rule.ts';

const OURS: readonly unknown[] = [...INGEST_STEPS, ...SERVICE_FUNCTIONS];

export const FUNCTION_RULES: readonly TemplateRule[] = [
  {
    name: 'every function is one of the product',
    because: 'a helper that the CDK adds runs code, on a runtime and with rights, that nobody here has looked at',
    violations: (environment) =>
      ofType(environment, 'AWS::Lambda::Function')
        .filter((one) => !isOurs(one))
        .map((one) => named(one)),
  },
  {
    name: 'every custom resource is made by a function of the product',
    because: 'whoever makes it is part of every deployment and of its way back',
    violations: (environment) =>
      customResources(environment)
        .filter((one) => !isOurs(referredBy(one, one.Properties['ServiceToken'], environment)))
        .map((one) => named(one)),
  },
];

function isOurs(resource: Resource | undefined): boolean {
  return OURS.includes(resource?.Metadata?.[FUNCTION_METADATA]);
}
