import { CustomResource, RemovalPolicy } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { PrepareIndexProperties } from '#shared/contracts/prepare-index.ts';
import { acknowledge, acknowledgeWildcard } from '../acknowledge.ts';
import type { BundledFunction } from './bundled-function.ts';

export interface IndexPreparationProps extends PrepareIndexProperties {
  readonly settings: EnvironmentSettings;
  readonly prepareIndex: BundledFunction;
}

/** Runs `prepare-index` at each deployment that changes its code, its settings or the roles it maps. */
export class IndexPreparation extends Construct {
  constructor(scope: Construct, id: string, { settings, prepareIndex, ...roles }: IndexPreparationProps) {
    super(scope, id);

    const provider = new Provider(this, 'Provider', {
      onEventHandler: prepareIndex.function,
      logGroup: new LogGroup(this, 'Logs', {
        retention: settings.logRetentionDays,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    const { code } = prepareIndex.function.node.defaultChild as CfnFunction; // What an L2 function is made of.
    new CustomResource(this, 'Index', {
      serviceToken: provider.serviceToken,
      resourceType: 'Custom::AffidavitIndex',
      properties: { ...roles, code, models: settings.models, calibratedProbe: settings.calibration?.fingerprint.probe },
    });

    const because = "The CDK's provider may call every version of the one function that it is for.";
    acknowledgeWildcard(provider, `${prepareIndex.function.functionArn}:*`, because);
    acknowledge(provider, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
        "The CDK's own provider function writes its log by the managed policy.",
      'AwsSolutions-L1': "The CDK's own provider function runs the runtime that its release chose.",
    });
  }
}
