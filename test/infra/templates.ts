import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import * as z from 'zod';
import { FUNCTION_METADATA, type FunctionName } from '#shared/contracts/steps.ts';

const ResourceSchema = z.object({
  Type: z.string(),
  Properties: z.looseObject({}).default({}),
  Metadata: z.looseObject({}).optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
const TemplateSchema = z.object({ Resources: z.record(z.string(), ResourceSchema) });

/** A resource of a template, with the name of its stack and that by which the others in it refer to it. */
export type Resource = z.output<typeof ResourceSchema> & { readonly id: string; readonly stack: string };

export interface Environment {
  readonly name: string;
  readonly stacks: readonly { readonly name: string; readonly terminationProtection: boolean }[];
  readonly resources: readonly Resource[];
}

/** The environments of a synthesized app. */
export function environmentsIn(app: CloudAssembly): Environment[] {
  return app.nestedAssemblies.map(({ displayName, nestedAssembly }) => environmentIn(displayName, nestedAssembly));
}

/** An environment, with the resources of all its stacks. */
export function environmentIn(name: string, { stacks }: CloudAssembly): Environment {
  return {
    name,
    stacks: stacks.map(({ stackName, terminationProtection = false }) => ({ name: stackName, terminationProtection })),
    resources: stacks.flatMap(({ stackName, template }) => resourcesIn(stackName, template)),
  };
}

/** The resources of a stack's template. */
export function resourcesIn(stack: string, template: unknown): Resource[] {
  return Object.entries(TemplateSchema.parse(template).Resources).map(([id, resource]) => ({
    ...resource,
    ...{ id, stack },
  }));
}

export function ofType({ resources }: Environment, type: string): Resource[] {
  return resources.filter((resource) => resource.Type === type);
}

/** The Lambda of a function of ours. */
export function lambdaOf(environment: Environment, name: FunctionName): Resource {
  const [found, ...others] = ofType(environment, 'AWS::Lambda::Function').filter(
    ({ Metadata }) => Metadata?.[FUNCTION_METADATA] === name,
  );
  if (found === undefined || others.length > 0) throw new Error(`expected one Lambda of ${name}`);
  return found;
}

const OneOrMore = z.union([z.unknown().array(), z.unknown().transform((one) => [one])]);
const PolicySchema = z.object({
  Roles: z.array(z.object({ Ref: z.string() })),
  PolicyDocument: z.object({
    Statement: z.array(z.object({ Effect: z.string(), Action: OneOrMore, Resource: OneOrMore })),
  }),
});

/** What a function may do: `action on resource`, the resource as the template writes it. */
export function permissionsOf(environment: Environment, name: FunctionName): string[] {
  const role = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });
  const [roleId] = role.parse(lambdaOf(environment, name).Properties['Role'])['Fn::GetAtt'];
  return ofType(environment, 'AWS::IAM::Policy')
    .map(({ Properties }) => PolicySchema.parse(Properties))
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === roleId))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${String(action)} on ${JSON.stringify(resource)}`)),
    );
}

/** `METHOD /path` of every method of the one API. */
export function methodsOf(environment: Environment): { readonly route: string; readonly properties: object }[] {
  const parts = z.object({ PathPart: z.string(), ParentId: z.looseObject({ Ref: z.string().optional() }) });
  const pathOf = (id: string | undefined): string => {
    const resource = environment.resources.find((one) => one.id === id && one.Type === 'AWS::ApiGateway::Resource');
    if (resource === undefined) return '';
    const { PathPart, ParentId } = parts.parse(resource.Properties);
    return `${pathOf(ParentId.Ref)}/${PathPart}`;
  };
  const method = z.object({ HttpMethod: z.string(), ResourceId: z.looseObject({ Ref: z.string().optional() }) });
  return ofType(environment, 'AWS::ApiGateway::Method').map(({ Properties }) => {
    const { HttpMethod, ResourceId } = method.parse(Properties);
    return { route: `${HttpMethod} ${pathOf(ResourceId.Ref)}`, properties: Properties };
  });
}
