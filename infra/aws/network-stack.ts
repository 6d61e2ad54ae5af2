import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PrivateNetwork, type PrivateNetworkProps } from './constructs/private-network.ts';

/** The network of an environment that asks for one of its own. It holds nothing; what stands in it does. */
export class NetworkStack extends Stack {
  readonly network: PrivateNetwork;

  constructor(
    scope: Construct,
    id: string,
    { network, logRetentionDays, comprehend, textract, ...props }: StackProps & PrivateNetworkProps,
  ) {
    super(scope, id, props);
    this.network = new PrivateNetwork(this, 'Private', { network, logRetentionDays, comprehend, textract });
  }
}
