import { readFile } from 'node:fs/promises';
import type { StackResource } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { logicalArn, logicalName } from '../infra/resource-policies/logical-arn.ts';
import { lineOfCall, type ResourceCall } from '../infra/resource-policies/resource-call.ts';
import { stackResources } from './deployed-environment.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { DEV_STACKS } from './life-of-stacks.ts';

const DecisionSchema = z.object({
  accessKeyId: z.string(),
  action: z.string(),
  resource: z.string(),
  isSecure: z.boolean(),
});
const ServiceCallSchema = z.object({
  service: z.string(),
  action: z.string(),
  resource: z.string(),
  source: z.string(),
});

/** Services whose resources have policies, or keys that have one. */
const WITH_POLICIES = /^arn:aws:(dynamodb|kms|lambda|s3|secretsmanager|sns|sqs):/;
/** Types whose names stand in the ARNs of methods and authorizers. */
const IN_ARNS_OF_METHODS = ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Authorizer'];

/** Calls of dev's functions and services on resources that policies are about, each once, by names of constructs. */
export async function calledResources(product: DeployedProduct): Promise<ResourceCall[]> {
  const { aws, clients } = product;
  const names = namesIn((await Promise.all(DEV_STACKS.map((name) => stackResources(clients, name)))).flat());
  const renamed = (arn: string) => withoutKeys(arn.replace(/[^:/]+/g, (part) => names.get(part) ?? part));
  const keys = await aws.keys.all();
  const decided = (await linesOf(aws.decisions, DecisionSchema)).flatMap(
    ({ accessKeyId, action, resource, isSecure }) => {
      const caller = keys.get(accessKeyId);
      if (caller?.environment !== 'dev') return [];
      const context = { 'aws:SecureTransport': String(isSecure) };
      return [{ caller: caller.name, action, resource: renamed(resource), context }];
    },
  );
  const isOfDev = (arn: string) => arn.split(/[:/]/).some((part) => names.has(part));
  const served = (await linesOf(aws.serviceCalls, ServiceCallSchema))
    .filter(({ resource, source }) => isOfDev(resource) || isOfDev(source))
    .map(({ service, action, resource, source }) => ({
      ...{ caller: service, action, resource: renamed(resource) },
      context: { 'aws:SourceArn': renamed(source) },
    }));
  const all = [...decided, ...served].filter(({ resource }) => WITH_POLICIES.test(resource));
  return [...new Map(all.map((call) => [lineOfCall(call), call])).values()];
}

async function linesOf<Line>(file: string, schema: z.ZodType<Line>): Promise<Line[]> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

/** Names of constructs by those that the deployment gave, without what stands around them in a URL or an ARN. */
function namesIn(resources: readonly StackResource[]): ReadonlyMap<string, string> {
  return new Map(
    resources.flatMap(({ ResourceType: Type = '', LogicalResourceId: id = '', PhysicalResourceId = '' }) => {
      const isNamed = logicalArn({ Type, id }) !== undefined || IN_ARNS_OF_METHODS.includes(Type);
      const [name = ''] = /[^:/]+$/.exec(PhysicalResourceId) ?? [];
      return isNamed ? [[name, logicalName(id)] as const] : [];
    }),
  );
}

/** Of a key of an object its first part alone: the rest may be a name of a document. */
function withoutKeys(arn: string): string {
  return arn.replace(/^(arn:aws:s3:::[^/]+\/[^/]+)\/.*$/, '$1/*');
}
