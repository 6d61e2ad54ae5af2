import * as z from 'zod';
import type { SynthesizedResource } from '#infra/aws/environment-resources.ts';
import { HOURS_A_MONTH } from '#infra/aws/network-price.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { METRIC_NAMES } from '#shared/domain/operational-metrics.ts';
import { isPriceName, type PriceName } from '#shared/domain/prices.ts';
import { type CostLine, costLine } from './cost-line.ts';

/** Types of which a resource costs nothing while nobody uses it. Every type of a template stands here or is priced. */
const FREE_AT_REST =
  /^(?:AWS::(?:ApiGateway|Budgets|CertificateManager|Cognito|DynamoDB|EC2|Events|IAM|Lambda|Logs|S3|SNS|SQS|StepFunctions)::\w+|AWS::WAFv2::WebACLAssociation|AWS::WAFv2::LoggingConfiguration|Custom::\w+)$/;

/** What an environment costs a month when nobody uploads or asks anything, from its own templates. */
export function idleCosts(resources: readonly SynthesizedResource[]): CostLine[] {
  const known = resources.flatMap(({ Type, Properties }) => PRICED[Type]?.(Properties) ?? []);
  const metrics = costLine('metrics of the product', 'cloudwatch.metric', METRIC_NAMES.length);
  return mergedLines([...known, metrics]).sort((a, b) => b.dollars - a.dollars);
}

/** Types of which nobody said what they cost. */
export function unpricedTypes(resources: readonly SynthesizedResource[]): string[] {
  const types = new Set(resources.map(({ Type }) => Type));
  return [...types].filter((type) => PRICED[type] === undefined && !FREE_AT_REST.test(type)).sort();
}

const PRICED: Readonly<Record<string, (properties: unknown) => CostLine[]>> = {
  'AWS::OpenSearchService::Domain': searchDomain,
  'AWS::KMS::Key': () => [costLine('encryption keys', 'kms.key', 1)],
  'AWS::SecretsManager::Secret': () => [costLine('secrets', 'secret', 1)],
  'AWS::CloudWatch::Alarm': (properties) => {
    const { Metrics } = z.object({ Metrics: z.array(z.looseObject({})).optional() }).parse(properties);
    const read = Metrics?.filter((metric) => 'MetricStat' in metric).length ?? 1;
    return [costLine('alarms, by the metrics that they read', 'cloudwatch.alarm-metric', read)];
  },
  'AWS::CloudWatch::CompositeAlarm': () => [costLine('composite alarms', 'cloudwatch.composite', 1)],
  'AWS::CloudWatch::Dashboard': () => [costLine('dashboards', 'cloudwatch.dashboard', 1)],
  'AWS::WAFv2::WebACL': (properties) => {
    const { Rules } = z.object({ Rules: z.array(z.unknown()) }).parse(properties);
    return [costLine('firewall', 'firewall.acl', 1), costLine('rules of the firewall', 'firewall.rule', Rules.length)];
  },
  'AWS::EC2::VPCEndpoint': (properties) => {
    const { VpcEndpointType, SubnetIds = [] } = z
      .object({ VpcEndpointType: z.string().optional(), SubnetIds: z.array(z.unknown()).optional() })
      .parse(properties);
    if (VpcEndpointType !== 'Interface') return [];
    return [costLine('interfaces of the private network', 'endpoint.interface', SubnetIds.length * HOURS_A_MONTH)];
  },
};

const DomainSchema = z.object({
  ClusterConfig: z.object({
    InstanceType: z.string(),
    InstanceCount: z.number(),
    DedicatedMasterType: z.string().optional(),
    DedicatedMasterCount: z.number().optional(),
  }),
  EBSOptions: z.object({ VolumeSize: z.number() }),
});

function searchDomain(properties: unknown): CostLine[] {
  const { ClusterConfig: cluster, EBSOptions } = DomainSchema.parse(properties);
  const { DedicatedMasterType: masterType, DedicatedMasterCount: masters = 0 } = cluster;
  const nodes = (what: string, type: string, count: number) =>
    costLine(`${what} (${count} × ${type})`, nodePrice(type), count * HOURS_A_MONTH);
  return [
    nodes('search, data nodes', cluster.InstanceType, cluster.InstanceCount),
    ...(masterType === undefined ? [] : [nodes('search, masters', masterType, masters)]),
    costLine('search, volumes', 'search.volume', cluster.InstanceCount * EBSOptions.VolumeSize),
  ];
}

function nodePrice(type: string): PriceName {
  const name = `node.${type}`;
  if (isPriceName(name)) return name;
  throw new PipelineFailure(
    'InputInvalid',
    `the price file has no line for ${type}: add one to shared/domain/prices.ts`,
  );
}

/** Lines of the same thing as one. */
function mergedLines(lines: readonly CostLine[]): CostLine[] {
  const quantities = new Map<string, { price: PriceName; quantity: number }>();
  for (const { what, price, quantity } of lines) {
    quantities.set(what, { price, quantity: (quantities.get(what)?.quantity ?? 0) + quantity });
  }
  return [...quantities].map(([what, { price, quantity }]) => costLine(what, price, quantity));
}
