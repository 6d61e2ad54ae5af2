import { Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  FlowLog,
  FlowLogDestination,
  FlowLogResourceType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { Network } from '../platform.ts';

export interface PrivateNetworkProps {
  readonly network: NonNullable<EnvironmentSettings['network']>;
  readonly logRetentionDays: EnvironmentSettings['logRetentionDays'];
  readonly comprehend?: EnvironmentSettings['comprehend'];
  readonly textract?: EnvironmentSettings['textract'];
}

/**
 * The services that functions call over the network, but for S3 and DynamoDB, whose gateways have no policy: through that
 * of S3 a deployment is answered too, in a bucket of CloudFormation's. KMS is called by those services, and logs
 * and traces are carried by Lambda itself. `es` is OpenSearch's API of domains; the domain stands in the network.
 */
const SERVICES = {
  Bedrock: InterfaceVpcEndpointAwsService.BEDROCK_RUNTIME,
  StepFunctions: InterfaceVpcEndpointAwsService.STEP_FUNCTIONS,
  Queues: InterfaceVpcEndpointAwsService.SQS,
  Secrets: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  Domains: new InterfaceVpcEndpointAwsService('es'),
};

/** Beside them, where the environment asks for it. */
const COMPREHEND = { Comprehend: InterfaceVpcEndpointAwsService.COMPREHEND };
const TEXTRACT = { Textract: InterfaceVpcEndpointAwsService.TEXTRACT };

const HTTPS = Port.tcp(443);

/** A network with neither gateway nor NAT: what is in it reaches the services named here, and nothing reaches it. */
export class PrivateNetwork extends Construct implements Network {
  readonly vpc: IVpc;
  readonly functions: SecurityGroup;
  readonly domain: SecurityGroup;

  constructor(scope: Construct, id: string, props: PrivateNetworkProps) {
    super(scope, id);
    const { network, logRetentionDays, comprehend = false, textract = false } = props;
    const zones = Array.from({ length: network.zones }, (_, at) => Fn.select(at, Fn.getAzs()));

    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(network.cidr),
      availabilityZones: zones, // Named by their place in the region, so that synthesis asks no account.
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
      gatewayEndpoints: {
        Objects: { service: GatewayVpcEndpointAwsService.S3 },
        Tables: { service: GatewayVpcEndpointAwsService.DYNAMODB },
      },
    });
    this.vpc = vpc as IVpc; // The CDK's own class, but for how strictly an absent property is told.
    this.logFlows(logRetentionDays);

    this.functions = this.securityGroup('Functions', 'Functions of the product');
    // To anywhere: no route leads out, and the addresses of S3 and DynamoDB are not known when this is written.
    this.functions.addEgressRule(Peer.anyIpv4(), HTTPS, 'To the endpoints and the domain');
    this.domain = this.securityGroup('Domain', 'The search domain');
    const endpoints = this.securityGroup('Endpoints', 'Interface endpoints of services');
    for (const group of [this.domain, endpoints]) group.addIngressRule(this.functions, HTTPS, 'From the functions');
    for (const [name, service] of Object.entries({
      ...SERVICES,
      ...(comprehend && COMPREHEND),
      ...(textract && TEXTRACT),
    })) {
      this.vpc.addInterfaceEndpoint(name, { service, securityGroups: [endpoints], open: false });
    }
  }

  private securityGroup(id: string, description: string): SecurityGroup {
    return new SecurityGroup(this, id, { vpc: this.vpc, description, allowAllOutbound: false });
  }

  /** Addresses, ports and counts of bytes; nothing of what was said. */
  private logFlows(logRetentionDays: PrivateNetworkProps['logRetentionDays']): void {
    const logs = new LogGroup(this, 'FlowLogs', { retention: logRetentionDays, removalPolicy: RemovalPolicy.DESTROY });
    new FlowLog(this, 'Flows', {
      resourceType: FlowLogResourceType.fromVpc(this.vpc),
      destination: FlowLogDestination.toCloudWatchLogs(logs),
    });
  }
}
