import { RemovalPolicy } from 'aws-cdk-lib';
import { EbsDeviceVolumeType } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Domain, EngineVersion, TLSSecurityPolicy } from 'aws-cdk-lib/aws-opensearchservice';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Network } from '../platform.ts';

export interface SearchDomainProps {
  readonly settings: EnvironmentSettings;
  /** May do everything in the domain; every other role gets 403 until this one maps it. */
  readonly master: IRole;
  readonly network: Network | undefined;
}

/** An odd number, so that a majority is left when one is gone. Source: OpenSearch Service guide, "Dedicated master nodes". */
const MASTERS = 3;

/** A managed OpenSearch domain that only signed requests of mapped roles reach. */
export class SearchDomain extends Construct {
  readonly domain: Domain;

  constructor(scope: Construct, id: string, { settings, master, network }: SearchDomainProps) {
    super(scope, id);
    const { search, retainsData } = settings;

    const removalPolicy = retainsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const key = new Key(this, 'IndexKey', { enableKeyRotation: true, removalPolicy });
    this.domain = new Domain(this, 'Domain', {
      version: EngineVersion.OPENSEARCH_3_1,
      capacity: {
        dataNodes: search.instances,
        dataNodeInstanceType: search.instanceType,
        ...(search.masterInstanceType !== undefined && {
          masterNodes: MASTERS,
          masterNodeInstanceType: search.masterInstanceType,
        }),
        multiAzWithStandbyEnabled: false, // It keeps a third of the nodes idle; two or three zones carry what we promise.
      },
      zoneAwareness: search.zones > 1 ? { enabled: true, availabilityZoneCount: search.zones } : { enabled: false },
      ...(network && inNetwork(network, search.zones)),
      ebs: { volumeSize: search.volumeGiB, volumeType: EbsDeviceVolumeType.GP3 },
      enforceHttps: true,
      tlsSecurityPolicy: TLSSecurityPolicy.TLS_1_2_PFS,
      nodeToNodeEncryption: true,
      encryptionAtRest: { enabled: true, kmsKey: key },
      fineGrainedAccessControl: { masterUserArn: master.roleArn },
      enableAutoSoftwareUpdate: true,
      removalPolicy,
    });
    const noNetwork = 'A network of ours is a setting; requests are signed, encrypted and mapped role by role.';
    acknowledge(this.domain, {
      'AwsSolutions-OS1': noNetwork,
      'NIST.800.53.R5-OpenSearchInVPCOnly': noNetwork,
      'NIST.800.53.R5-OpenSearchErrorLogsToCloudWatch':
        'It repeats queries that failed and previews of fields that could not be read, which no log may hold.',
      'AwsSolutions-OS3': 'Lambda has no fixed addresses: roles are let in, not addresses.',
      'AwsSolutions-OS4': 'Dedicated masters are a setting: none for development, three where it counts.',
      'AwsSolutions-OS7': 'Zones are a setting: one for development, two or three where it counts.',
      'AwsSolutions-OS5':
        'Without a policy of its own the domain takes signed requests of roles of this account alone.',
      'AwsSolutions-OS9[LogExport::SEARCH_SLOW_LOGS]': 'It repeats what was searched for, which no log may hold.',
      'AwsSolutions-OS9[LogExport::INDEX_SLOW_LOGS]': 'It repeats what was indexed, which no log may hold.',
    });
  }
}

/** One node a zone, reached by functions alone. */
function inNetwork({ vpc, domain }: Network, zones: number) {
  const subnets = vpc.isolatedSubnets.slice(0, zones);
  return { vpc, vpcSubnets: [{ subnets }], securityGroups: [domain] };
}
