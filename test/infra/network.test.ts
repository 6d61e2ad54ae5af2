import { describe, expect, it } from 'vitest';
import { dev } from '#infra/environments/dev.ts';
import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { type FunctionName, INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import { EVERY_OPTION } from './every-option.ts';
import { checkedEnvironment, synthesizedEnvironment } from './synthesized-environment.ts';
import { lambdaOf, ofType, permissionsOf } from './templates.ts';

const prod = synthesizedEnvironment('prod');
const { environment: every, report } = checkedEnvironment(EVERY_OPTION);
const FUNCTIONS: readonly FunctionName[] = [...INGEST_STEPS, ...SERVICE_FUNCTIONS];

/** The endpoint by which each service is reached that a function may call; null where it is called by another service. */
/** Functions that stand in no network. */
const OUTSIDE: readonly FunctionName[] = ['authorizer', 'canary'];

const ENDPOINTS: Readonly<Record<string, string | null>> = {
  bedrock: '.bedrock-runtime',
  comprehend: '.comprehend',
  dynamodb: '.dynamodb',
  es: '.es',
  s3: '.s3',
  secretsmanager: '.secretsmanager',
  sqs: '.sqs',
  states: '.states',
  textract: '.textract',
  kms: null,
  ec2: null,
  logs: null,
  xray: null,
};

describe('an environment without a network of its own', () => {
  it('has not one resource of a network', () => {
    const ofNetworks = prod.resources.filter(({ Type }) => Type.startsWith('AWS::EC2::'));
    const inNetworks = prod.resources.filter(
      ({ Properties }) => 'VpcConfig' in Properties || 'VPCOptions' in Properties,
    );

    expect([...ofNetworks, ...inNetworks]).toEqual([]);
  });
});

describe('a private network', () => {
  it('has no way to the internet, and no way in', () => {
    const ways = [
      'InternetGateway',
      'NatGateway',
      'EgressOnlyInternetGateway',
      'VPNGateway',
      'TransitGatewayAttachment',
    ];

    expect(ofType(every, 'AWS::EC2::VPC')).toHaveLength(1);
    expect(ways.flatMap((way) => ofType(every, `AWS::EC2::${way}`))).toEqual([]);
    expect(JSON.stringify(ofType(every, 'AWS::EC2::Subnet'))).not.toContain('"MapPublicIpOnLaunch":true');
  });

  it('lets prepare-index answer a deployment in the bucket of CloudFormation, which a policy would have to name', () => {
    const gateways = ofType(every, 'AWS::EC2::VPCEndpoint').filter(
      ({ Properties }) => Properties['VpcEndpointType'] === 'Gateway',
    );

    expect(lambdaOf(every, 'prepare-index').Properties).toHaveProperty('VpcConfig');
    expect(JSON.stringify(gateways)).toContain('.s3');
    expect(gateways.filter(({ Properties }) => 'PolicyDocument' in Properties)).toEqual([]);
  });

  it('has an endpoint for each service that its functions may call, and no other', () => {
    const services = new Set(
      FUNCTIONS.filter((name) => !OUTSIDE.includes(name))
        .flatMap((name) => permissionsOf(every, name))
        .map((permission) => permission.split(':')[0] ?? ''),
    );
    const needed = [...services].map((service) => ENDPOINTS[service]).filter((endpoint) => endpoint !== null);
    const endpoints = ofType(every, 'AWS::EC2::VPCEndpoint').map(({ Properties }) =>
      endpointName(Properties['ServiceName']),
    );

    expect(endpoints.sort()).toEqual(needed.sort());
  });

  it.each(FUNCTIONS)(
    'is where %s stands, but for the authorizer, which reads the keys of an issuer anywhere, and the canary',
    (name) => {
      const { Properties } = lambdaOf(every, name);

      expect('VpcConfig' in Properties).toBe(!OUTSIDE.includes(name));
    },
  );

  it('is where the domain stands, which takes calls of functions alone', () => {
    const [domain] = ofType(every, 'AWS::OpenSearchService::Domain');
    const ingress = ofType(every, 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties);
    const open = ofType(every, 'AWS::EC2::SecurityGroup').filter(
      ({ Properties }) => 'SecurityGroupIngress' in Properties,
    );

    expect(domain?.Properties['VPCOptions']).toMatchObject({
      SecurityGroupIds: [expect.anything()],
      SubnetIds: [expect.anything()],
    });
    expect(open).toEqual([]);
    expect(ingress).toHaveLength(2);
    for (const rule of ingress) {
      expect(rule).toMatchObject({ FromPort: 443, ToPort: 443, SourceSecurityGroupId: expect.anything() });
    }
  });

  it('has its monthly price in the report of a synthesis', () => {
    const monthlyDollars = expect.closeTo(102.2, 5); // A cent an hour each.
    expect(report.environments[0]?.network).toEqual({ endpoints: 7, interfaces: 14, monthlyDollars });
  });

  it('is needed in as many zones as the domain has', () => {
    const network = { private: true, zones: 2, cidr: '10.64.0.0/16' };
    const settings = { ...dev, network, search: { ...dev.search, instances: 3, zones: 3 } };

    expect(() => EnvironmentSettings.parse(settings)).toThrow('more zones');
  });
});

describe('an environment with everything on', () => {
  it('breaks no security rule but where a construct says why', () => {
    expect(report.findings).toEqual([]);
  });
});

/** `.s3` of `com.amazonaws.<region>.s3`, as a template writes that. */
function endpointName(service: unknown): string {
  return JSON.stringify(service).match(/\.[a-z0-9-]+(?="\]\]\}$|"$)/)?.[0] ?? JSON.stringify(service);
}
