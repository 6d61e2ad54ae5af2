import { type StackProps, Stage, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { NetworkStack } from './network-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { Network } from './platform.ts';
import { QueryStack } from './query-stack.ts';
import { SearchStack } from './search-stack.ts';
import { StorageStack } from './storage-stack.ts';

/** One environment: its stacks, in the order in which they need each other. */
export class EnvironmentStage extends Stage {
  readonly pipeline: PipelineStack;

  constructor(scope: Construct, settings: EnvironmentSettings) {
    super(scope, settings.name);
    const stack = (part: string) => ({ stackName: `affidavit-${settings.name}-${part}` });
    const kept = { terminationProtection: settings.retainsData };

    const storage = new StorageStack(this, 'Storage', { ...stack('storage'), ...kept, settings });
    const { data } = storage;
    const network = this.privateNetwork(settings, stack('network'));
    const search = new SearchStack(this, 'Search', { ...stack('search'), ...kept, settings, data, network });
    const platform = { settings, data, index: search.index, network };
    this.pipeline = new PipelineStack(this, 'Pipeline', { ...stack('pipeline'), platform });
    const query = new QueryStack(this, 'Query', { ...stack('query'), platform });
    new OperationsStack(this, 'Operations', { ...stack('operations'), ...kept, settings });
    // What they import by name tells the CDK of no order, and a deployment may do several stacks at once.
    search.addStackDependency(storage);
    for (const user of [this.pipeline, query]) user.addStackDependency(search);
    Tags.of(this).add('affidavit:environment', settings.name);
  }

  private privateNetwork(settings: EnvironmentSettings, props: StackProps): Network | undefined {
    const { network, logRetentionDays, comprehend, textract } = settings;
    if (network?.private !== true) return undefined;
    return new NetworkStack(this, 'Network', { ...props, network, logRetentionDays, comprehend, textract }).network;
  }
}
