import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { INGEST_STEPS, type IngestStep } from '#shared/contracts/steps.ts';
import { Admission } from './constructs/admission.ts';
import { BundledFunction } from './constructs/bundled-function.ts';
import { IngestStateMachine } from './constructs/ingest-state-machine.ts';
import {
  derivesKeys,
  ingestMachineName,
  knowsChunking,
  looksAtDocuments,
  removesArtifacts,
  startsExecutions,
  usesLedger,
  writesIndex,
} from './function-access.ts';
import { stepAccess } from './ingest-access.ts';
import type { Platform } from './platform.ts';

export interface PipelineStackProps extends StackProps {
  readonly platform: Platform;
}

/** From an object in the bucket to chunks in the index. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { platform, ...props }: PipelineStackProps) {
    super(scope, id, props);
    const { settings } = platform;

    const steps = Object.fromEntries(
      INGEST_STEPS.map((name) => [
        name,
        new BundledFunction(this, { name, settings, access: stepAccess(name, platform) }),
      ]),
    ) as Record<IngestStep, BundledFunction>; // One entry a step, as the line above makes them.
    new IngestStateMachine(this, 'Ingest', {
      ...{ steps, name: ingestMachineName(settings), logRetention: settings.logRetentionDays },
    });

    const admits = [
      usesLedger('GetItem', 'PutItem', 'DeleteItem', 'Query'),
      startsExecutions,
      looksAtDocuments,
      removesArtifacts('pages'),
      derivesKeys,
      knowsChunking,
      writesIndex,
    ];
    const access = admits.map((grant) => grant(platform));
    const admit = new BundledFunction(this, { name: 'admit', settings, access });
    const route = new BundledFunction(this, { name: 'route', settings });
    new Admission(this, 'Admission', { documentBucketName: platform.data.documentBucketName, route, admit });
  }
}
