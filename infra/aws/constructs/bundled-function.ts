import { fileURLToPath } from 'node:url';
import { AssetHashType, Aws, type CfnResource, DockerImage, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/settings.ts';
import { FUNCTION_METADATA, type FunctionName, INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import type { Access } from '../access.ts';
import { acknowledge, acknowledgeWildcard } from '../acknowledge.ts';
import { type BundledCode, bundleCode } from '../bundling/bundle-code.ts';
import { bundleFunction } from '../bundling/bundle-function.ts';
import type { OwnFiles } from '../bundling/policy-beside.ts';
import { FUNCTION_SHAPES } from '../function-shapes.ts';
import type { Network } from '../platform.ts';

export interface BundledFunctionProps {
  readonly name: FunctionName;
  readonly settings: EnvironmentSettings;
  readonly access?: readonly Access[];
  /** What stands beside its code in this environment. */
  readonly files?: OwnFiles;
  /** Where it stands; in none of ours when it is left out. */
  readonly network?: Network | undefined;
}

const FUNCTIONS = fileURLToPath(new URL('../../../functions', import.meta.url));

/** One function of the product as a Lambda, with a role, a log and a bundle of its own, and no permission beyond them. */
export class BundledFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly timeout: Duration;

  constructor(scope: Construct, { name, settings, access = [], files = {}, network }: BundledFunctionProps) {
    super(scope, name);
    const { memory, timeoutSeconds, callsAtOnce } = FUNCTION_SHAPES[name];

    this.timeout = Duration.seconds(timeoutSeconds);
    this.role = new Role(this, 'Role', {
      roleName: functionRoleName(name, settings),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const logGroup = new LogGroup(this, 'Logs', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      role: this.role,
      logGroup,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        ENVIRONMENT: settings.name,
        LOG_LEVEL: settings.logLevel ?? 'info',
      },
      code: codeAsset(name, settings.architecture, files),
      architecture: settings.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      memorySize: memory,
      timeout: this.timeout,
      ...(callsAtOnce !== undefined && { reservedConcurrentExecutions: callsAtOnce }),
      tracing: Tracing.ACTIVE,
      ...(network && inNetwork(network)),
      loggingFormat: LoggingFormat.JSON,
    });
    (this.function.node.defaultChild as CfnResource).addMetadata(FUNCTION_METADATA, name); // What an L2 function is made of.
    acknowledge(this.role, {
      'AwsSolutions-IAM5[Resource::*]':
        'X-Ray and network interfaces know no resources: the services ask for `*` to send traces and to stand in a network.',
    });
    if (network) this.allow({ statements: [{ actions: INTERFACE_ACTIONS, resources: ['*'] }] });
    for (const part of access) this.allow(part);
  }

  /** Gives the function settings, and allows it the calls that go with them. */
  allow({ settings = {}, statements = [] }: Access): void {
    for (const [name, value] of Object.entries(settings)) this.function.addEnvironment(name, value);
    for (const { actions, resources, because } of statements) {
      this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
      if (because !== undefined) for (const resource of resources) acknowledgeWildcard(this.role, resource, because);
    }
  }
}

/** Source: Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC", execution role. */
const INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

function inNetwork({ vpc, functions }: Network) {
  return { vpc, vpcSubnets: { subnets: vpc.isolatedSubnets }, securityGroups: [functions] };
}

export function functionRoleArn(name: FunctionName, settings: EnvironmentSettings): string {
  return `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${functionRoleName(name, settings)}`;
}

/** Named, so that the index can know a role before the stack that makes it. Roles are global: the region parts them. */
export function functionRoleName(name: FunctionName, settings: Pick<EnvironmentSettings, 'name'>): string {
  return `affidavit-${settings.name}-${Aws.REGION}-${name}`;
}

/** Bundled in this process, once a name, architecture and files of its own, however many environments ask. */
function codeAsset(name: FunctionName, architecture: EnvironmentSettings['architecture'], files: OwnFiles): Code {
  return Code.fromAsset(FUNCTIONS, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // The CDK tells bundles apart by the environment; the image is for when there is no local bundler.
      environment: { FUNCTION: name, ARCHITECTURE: architecture, FILES: JSON.stringify(files) },
      image: DockerImage.fromRegistry('never-pulled'),
      local: {
        tryBundle: (folder) => {
          const target = { platform: 'linux', architecture: architecture === 'arm64' ? 'arm64' : 'x64' } as const;
          bundleFunction(name, codeOfAll(), folder, target, files);
          return true;
        },
      },
    },
  });
}

let everyCode: BundledCode | undefined;

/** Of all functions at once, at first need: a synthesis that bundles one bundles them all. */
function codeOfAll(): BundledCode {
  everyCode ??= bundleCode([...INGEST_STEPS, ...SERVICE_FUNCTIONS]);
  return everyCode;
}
