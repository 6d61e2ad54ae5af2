import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expect } from 'vitest';
import { ArtifactBucket } from '#infra/aws/constructs/artifact-bucket.ts';
import { DocumentBucket } from '#infra/aws/constructs/document-bucket.ts';
import { IndexPreparation } from '#infra/aws/constructs/index-preparation.ts';
import { LedgerTable } from '#infra/aws/constructs/ledger-table.ts';
import { privateBucket } from '#infra/aws/constructs/private-bucket.ts';
import { PrivateNetwork } from '#infra/aws/constructs/private-network.ts';
import { SearchDomain } from '#infra/aws/constructs/search-domain.ts';
import { UserDirectory } from '#infra/aws/constructs/user-directory.ts';
import { type ConstructCase, type Expected, functionIn, networkIn, settingsFor } from './construct-case.ts';

const CLOSED = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** A bucket that goes with its stack, or stays. */
function bucket(DeletionPolicy: 'Delete' | 'Retain', properties: object = {}): Expected {
  const Properties = { PublicAccessBlockConfiguration: CLOSED, ...properties };
  return {
    has: { 'AWS::S3::Bucket': [{ DeletionPolicy, Properties }], 'Custom::S3BucketNotifications': 0 },
    says: ['"aws:SecureTransport":"false"', '"SSEAlgorithm":"aws:kms"'],
  };
}

const VERSIONED = {
  VersioningConfiguration: { Status: 'Enabled' },
  NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
};
const SWEPT = {
  LifecycleConfiguration: {
    Rules: [
      { Prefix: 'raw/', ExpirationInDays: 1 },
      { Prefix: 'work/', ExpirationInDays: 7 },
      { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
    ],
  },
};
const RESTORABLE = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 } };

/** Constructs that keep data, and the network around them. */
export const DATA_CASES: readonly ConstructCase[] = [
  {
    file: 'private-bucket',
    make: (stack, isFull) =>
      void new Bucket(stack, 'Bucket', privateBucket({ key: new Key(stack, 'Key'), isRetained: isFull })),
    ...{ bare: bucket('Delete'), full: bucket('Retain') },
  },
  {
    file: 'document-bucket',
    make: (stack, isFull) =>
      void new DocumentBucket(stack, 'Documents', { key: new Key(stack, 'Key'), isRetained: isFull }),
    ...{ bare: bucket('Delete', VERSIONED), full: bucket('Retain', VERSIONED) },
  },
  {
    file: 'artifact-bucket',
    make: (stack, isFull) =>
      void new ArtifactBucket(stack, 'Artifacts', { key: new Key(stack, 'Key'), isRetained: isFull }),
    bare: { ...bucket('Delete', SWEPT), lacks: ['VersioningConfiguration'] },
    full: { ...bucket('Retain', SWEPT), lacks: ['VersioningConfiguration'] },
  },
  {
    file: 'ledger-table',
    make: (stack, isFull) => void new LedgerTable(stack, 'Ledger', { key: new Key(stack, 'Key'), isRetained: isFull }),
    bare: {
      has: {
        'AWS::DynamoDB::Table': [
          { DeletionPolicy: 'Delete', Properties: { ...RESTORABLE, DeletionProtectionEnabled: false } },
        ],
      },
    },
    full: {
      has: {
        'AWS::DynamoDB::Table': [
          { DeletionPolicy: 'Retain', Properties: { ...RESTORABLE, DeletionProtectionEnabled: true } },
        ],
      },
      says: ['"kms:CallerAccount":{"Ref":"AWS::AccountId"}'],
    },
  },
  {
    file: 'user-directory',
    make: (stack, isFull) =>
      void new UserDirectory(stack, 'Users', { groups: isFull ? ['finance', 'legal'] : [], isRetained: isFull }),
    bare: {
      has: {
        'AWS::Cognito::UserPool': [{ DeletionPolicy: 'Delete', Properties: { DeletionProtection: 'INACTIVE' } }],
        'AWS::Cognito::UserPoolGroup': 0,
      },
    },
    full: {
      has: {
        'AWS::Cognito::UserPool': [{ DeletionPolicy: 'Retain', Properties: { DeletionProtection: 'ACTIVE' } }],
        'AWS::Cognito::UserPoolGroup': 2,
      },
    },
  },
  {
    file: 'search-domain',
    make: (stack, isFull) => {
      const network = isFull ? networkIn(stack) : undefined;
      const master = functionIn(stack, 'prepare-index').role;
      new SearchDomain(stack, 'Search', { settings: settingsFor(isFull), master, network });
    },
    bare: {
      has: {
        'AWS::OpenSearchService::Domain': [
          {
            DeletionPolicy: 'Delete',
            Properties: {
              ClusterConfig: { InstanceCount: 1, ZoneAwarenessEnabled: false, DedicatedMasterEnabled: false },
              EncryptionAtRestOptions: { Enabled: true },
              NodeToNodeEncryptionOptions: { Enabled: true },
              AdvancedSecurityOptions: { Enabled: true, InternalUserDatabaseEnabled: false },
            },
          },
        ],
      },
      lacks: ['VPCOptions'],
    },
    full: {
      has: {
        'AWS::OpenSearchService::Domain': [
          {
            DeletionPolicy: 'Retain',
            Properties: {
              ClusterConfig: {
                ...{ InstanceCount: 3, ZoneAwarenessConfig: { AvailabilityZoneCount: 3 } },
                ...{ DedicatedMasterEnabled: true, DedicatedMasterCount: 3 },
              },
              VPCOptions: { SubnetIds: [{}, {}, {}], SecurityGroupIds: [{}] },
              EncryptionAtRestOptions: { Enabled: true },
              NodeToNodeEncryptionOptions: { Enabled: true },
            },
          },
        ],
      },
    },
  },
  {
    file: 'index-preparation',
    make: (stack, isFull) => {
      const prepareIndex = functionIn(stack, 'prepare-index');
      const roles = { readerRoleArns: ['arn:reader'], writerRoleArns: isFull ? ['arn:writer'] : [] };
      const domain = new Queue(stack, 'Domain'); // Whatever it waits for.
      new IndexPreparation(stack, 'Preparation', { settings: settingsFor(isFull), prepareIndex, domain, ...roles });
    },
    bare: {
      has: {
        'AWS::Lambda::Function': 1,
        'AWS::Lambda::EventInvokeConfig': [{ Properties: { MaximumRetryAttempts: 0, DestinationConfig: {} } }],
        'Custom::AffidavitIndex': [
          {
            DependsOn: expect.arrayContaining([
              expect.stringMatching(/^Domain/),
              expect.stringMatching(/EventInvokeConfig/),
              expect.stringMatching(/RoleDefaultPolicy/),
            ]),
            Properties: { readerRoleArns: ['arn:reader'], writerRoleArns: [], ServiceTimeout: '1200' },
          },
        ],
      },
      lacks: ['calibratedProbe'],
    },
    full: {
      has: {
        'Custom::AffidavitIndex': [
          { Properties: { writerRoleArns: ['arn:writer'], calibratedProbe: '0123456789abcdef' } },
        ],
      },
    },
  },
  {
    file: 'private-network',
    make: (stack, isFull) => {
      const options = isFull ? { comprehend: true, textract: true } : {};
      const network = { private: true, zones: isFull ? 3 : 2, cidr: '10.64.0.0/16' };
      new PrivateNetwork(stack, 'Network', { network, logRetentionDays: 14, ...options });
    },
    bare: {
      has: { 'AWS::EC2::Subnet': 2, 'AWS::EC2::VPCEndpoint': 7, 'AWS::EC2::FlowLog': 1, 'AWS::EC2::NatGateway': 0 },
      lacks: ['.comprehend', '.textract', 'InternetGateway'],
    },
    full: {
      has: { 'AWS::EC2::Subnet': 3, 'AWS::EC2::VPCEndpoint': 9, 'AWS::EC2::FlowLog': 1, 'AWS::EC2::NatGateway': 0 },
      says: ['.comprehend', '.textract'],
      lacks: ['InternetGateway'],
    },
  },
];
