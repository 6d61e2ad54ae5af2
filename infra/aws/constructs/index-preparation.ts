import { CustomResource, Duration } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct, type IDependable } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { PrepareIndexProperties } from '#shared/contracts/prepare-index.ts';
import type { BundledFunction } from './bundled-function.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';

export interface IndexPreparationProps extends PrepareIndexProperties {
  readonly settings: EnvironmentSettings;
  readonly prepareIndex: BundledFunction;
  /** The index is made in it. */
  readonly domain: IDependable;
}

/** How long a call may wait for its turn; Lambda has one for it at once, unless the account's functions are throttled. */
const QUEUED = Duration.minutes(5);

/**
 * Runs `prepare-index` at each deployment that changes its code, its settings or the roles it maps. CloudFormation calls
 * it without waiting and waits for its answer, as long as a call may be queued and run: a call that is never answered
 * fails the deployment after that time, and none still runs when the stack has gone back.
 */
export class IndexPreparation extends Construct {
  constructor(scope: Construct, id: string, { settings, prepareIndex, domain, ...roles }: IndexPreparationProps) {
    super(scope, id);

    prepareIndex.function.configureAsyncInvoke({
      retryAttempts: 0, // A second try could come when CloudFormation waits no more, and map roles of a release that is gone.
      maxEventAge: QUEUED,
      onFailure: new SqsDestination(deadLetterQueue(this, 'NotPrepared', settings.name, 'index-not-prepared')),
    });
    const { code } = prepareIndex.function.node.defaultChild as CfnFunction; // What an L2 function is made of.
    const prepared = new CustomResource(this, 'Prepared', {
      serviceToken: prepareIndex.function.functionArn,
      serviceTimeout: prepareIndex.timeout.plus(QUEUED),
      resourceType: 'Custom::AffidavitIndex',
      properties: { ...roles, code, models: settings.models, calibratedProbe: settings.calibration?.fingerprint.probe },
    });
    prepared.node.addDependency(domain, prepareIndex); // With its role, its rights and how it is called.
  }
}
