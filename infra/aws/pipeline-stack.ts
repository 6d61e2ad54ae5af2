import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/settings.ts';
import { INGEST_STEPS, type IngestStep } from '#shared/contracts/steps.ts';
import { BundledFunction } from './constructs/bundled-function.ts';
import { IngestStateMachine } from './constructs/ingest-state-machine.ts';

export interface PipelineStackProps extends StackProps {
  readonly settings: EnvironmentSettings;
}

/** From an object in the bucket to chunks in the index. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: PipelineStackProps) {
    super(scope, id, props);

    const steps = Object.fromEntries(
      INGEST_STEPS.map((name) => [name, new BundledFunction(this, { name, settings })]),
    ) as Record<IngestStep, BundledFunction>; // One entry a step, as the line above makes them.
    new IngestStateMachine(this, 'Ingest', { steps, logRetention: settings.logRetentionDays });
  }
}
