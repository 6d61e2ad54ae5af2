import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';

/** What the Storage stack keeps, as other stacks refer to it. */
export interface StoredData {
  readonly documentBucketName: string;
  readonly documentBucketArn: string;
  readonly artifactBucketName: string;
  readonly artifactBucketArn: string;
  readonly documentKeyArn: string;
  /** Of artifacts after redaction. */
  readonly artifactKeyArn: string;
  /** Of text before redaction. */
  readonly rawKeyArn: string;
  readonly ledgerTableName: string;
  readonly ledgerTableArn: string;
  readonly masterKeySecretArn: string;
  /** Under which that secret is kept. */
  readonly secretKeyArn: string;
  /** Whose tokens count: the issuer of the settings, or the environment's own user pool. */
  readonly tokens: TokenIssuer;
}

/** An issuer of tokens as OpenID Connect has it. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
}

/** The Search stack's domain, as other stacks refer to it. */
export interface SearchIndex {
  readonly endpoint: string;
  readonly domainName: string;
  readonly domainArn: string;
}

/** Everything that functions of an environment may be allowed to use. */
export interface Platform {
  readonly settings: EnvironmentSettings;
  readonly data: StoredData;
  readonly index: SearchIndex;
  /** Where functions and the domain stand; undefined when they stand in no network of ours. */
  readonly network: Network | undefined;
}

/** A network that lets functions reach the services that they call. */
export interface Network {
  readonly vpc: IVpc;
  /** Of functions. */
  readonly functions: ISecurityGroup;
  /** Of the search domain, which takes calls from functions alone. */
  readonly domain: ISecurityGroup;
}
