import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { INGEST_STEPS, type IngestStep } from '#shared/contracts/steps.ts';
import { type AdmissionFunction, admissionAccess } from './admission-access.ts';
import { Admission } from './constructs/admission.ts';
import { BundledFunction } from './constructs/bundled-function.ts';
import { IngestStateMachine } from './constructs/ingest-state-machine.ts';
import { ScheduledCall } from './constructs/scheduled-call.ts';
import { ingestMachineName } from './execution-access.ts';
import { stepAccess } from './ingest-access.ts';
import type { Platform } from './platform.ts';

export interface PipelineStackProps extends StackProps {
  readonly platform: Platform;
}

/** How long an attempt may wait for its start when nobody who would start it comes by. The finest rate there is. */
const DISPATCH_EVERY = Duration.minutes(1);

/** From an object in the bucket to chunks in the index. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { platform, ...props }: PipelineStackProps) {
    super(scope, id, props);
    const { settings, network } = platform;

    const steps = Object.fromEntries(
      INGEST_STEPS.map((name) => [
        name,
        new BundledFunction(this, { name, settings, network, access: stepAccess(name, platform) }),
      ]),
    ) as Record<IngestStep, BundledFunction>; // One entry a step, as the line above makes them.
    new IngestStateMachine(this, 'Ingest', {
      ...{ steps, name: ingestMachineName(settings), logRetention: settings.logRetentionDays },
    });

    const bundled = (name: AdmissionFunction) =>
      new BundledFunction(this, { name, settings, network, access: admissionAccess(name, platform) });
    const [admit, route, dispatch, reconcile, redrive] = [
      bundled('admit'),
      bundled('route'),
      bundled('dispatch'),
      bundled('reconcile'),
      bundled('redrive'),
    ];
    const { documentBucketName } = platform.data;
    const { name: environment, reconcileMinutes } = settings;
    const announcers = [reconcile, redrive];
    new Admission(this, 'Admission', { environment, documentBucketName, route, admit, announcers });
    new ScheduledCall(this, 'Dispatch', { environment, name: 'dispatch', target: dispatch, every: DISPATCH_EVERY });
    const pass = { target: reconcile, every: Duration.minutes(reconcileMinutes) };
    new ScheduledCall(this, 'Reconcile', { environment, name: 'reconcile', ...pass });
  }
}
