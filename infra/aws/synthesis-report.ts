import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import * as z from 'zod';
import { ENVIRONMENT_NAMES } from '#infra/environments/by-name.ts';
import { FUNCTION_METADATA } from '#shared/contracts/steps.ts';
import { type NetworkPrice, networkPrice } from './network-price.ts';

export interface SynthesisReport {
  readonly environments: readonly EnvironmentReport[];
  /** What the rules found and no construct acknowledges. Synthesis is good when there is none. */
  readonly findings: readonly Finding[];
}

export interface EnvironmentReport {
  readonly name: string;
  readonly stacks: readonly { readonly name: string; readonly resources: number }[];
  readonly functions: readonly FunctionReport[];
  /** Of its private network, if it has one. */
  readonly network?: NetworkPrice;
}

interface FunctionReport {
  readonly name: string;
  /** Bytes of minified code, workers included. */
  readonly codeBytes: number;
  /** Bytes of native parts, models and data files; source maps are in neither. */
  readonly partBytes: number;
}

interface Finding {
  readonly rule: string;
  readonly description: string;
  readonly constructs: readonly string[];
}

const TemplateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Metadata: z.object({ [FUNCTION_METADATA]: z.string().optional() }).optional(),
      Properties: z
        .object({
          Code: z.object({ S3Key: z.string().optional() }).optional(),
          VpcEndpointType: z.string().optional(),
          SubnetIds: z.unknown().optional(),
        })
        .optional(),
    }),
  ),
});

const RulesSchema = z.object({
  pluginReports: z.array(
    z.object({
      violations: z.array(
        z.object({
          ruleName: z.string(),
          description: z.string(),
          violatingConstructs: z.array(z.object({ constructPath: z.string() })),
        }),
      ),
    }),
  ),
});

/** Reads from a synthesized app what there is to know before it is deployed. */
export function synthesisReport(assembly: CloudAssembly): SynthesisReport {
  const stages = [...assembly.nestedAssemblies].sort(
    (a, b) => releaseOrder(a.displayName) - releaseOrder(b.displayName),
  );
  const environments = stages.map(({ nestedAssembly, displayName }) => {
    const stacks = nestedAssembly.stacks.map((stack) => {
      const { Resources } = TemplateSchema.parse(stack.template);
      return { name: stack.stackName, resources: Object.values(Resources) };
    });
    const network = networkReport(stacks.flatMap(({ resources }) => resources));
    return {
      name: displayName,
      stacks: stacks.map(({ name, resources }) => ({ name, resources: resources.length })),
      functions: stacks.flatMap(({ resources }) => functionReports(resources, assembly.directory)),
      ...(network && { network }),
    };
  });
  return { environments, findings: readFindings(assembly.directory) };
}

function releaseOrder(environment: string): number {
  const order: readonly string[] = ENVIRONMENT_NAMES;
  return order.indexOf(environment);
}

function networkReport(resources: readonly Resource[]): NetworkPrice | undefined {
  const endpoints = resources.filter(({ Properties }) => Properties?.VpcEndpointType === 'Interface');
  const subnets = endpoints.map(({ Properties }) => z.array(z.unknown()).parse(Properties?.SubnetIds).length);
  return endpoints.length === 0 ? undefined : networkPrice(subnets);
}

type Resource = z.output<typeof TemplateSchema>['Resources'][string];

function functionReports(resources: readonly Resource[], directory: string): FunctionReport[] {
  return resources.flatMap(({ Metadata, Properties }) => {
    const name = Metadata?.[FUNCTION_METADATA];
    if (name === undefined) return [];
    const asset = path.join(directory, `asset.${path.parse(Properties?.Code?.S3Key ?? '').name}`);
    return [{ name, ...bytesIn(asset) }];
  });
}

function bytesIn(asset: string): Pick<FunctionReport, 'codeBytes' | 'partBytes'> {
  const files = existsSync(asset) ? readdirSync(asset, { recursive: true, encoding: 'utf8' }) : [];
  const bytes = { codeBytes: 0, partBytes: 0 };
  for (const file of files.filter((name) => !name.endsWith('.map'))) {
    const stats = statSync(path.join(asset, file));
    if (stats.isFile()) bytes[/^[\w-]+\.mjs$/.test(file) ? 'codeBytes' : 'partBytes'] += stats.size;
  }
  return bytes;
}

function readFindings(directory: string): Finding[] {
  const { pluginReports } = RulesSchema.parse(
    JSON.parse(readFileSync(path.join(directory, 'validation-report.json'), 'utf8')),
  );
  return pluginReports.flatMap(({ violations }) =>
    violations.map(({ ruleName, description, violatingConstructs }) => ({
      rule: ruleName,
      description,
      constructs: violatingConstructs.map(({ constructPath }) => constructPath),
    })),
  );
}
