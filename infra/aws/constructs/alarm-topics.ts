import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Severity } from '#shared/domain/objectives.ts';

export interface AlarmTopicsProps {
  readonly isRetained: boolean;
}

/** Where alarms go: one topic to wake somebody up, one for the next working day. Subscribing is the owner's. */
export class AlarmTopics extends Construct {
  readonly topics: Readonly<Record<Severity, Topic>>;

  constructor(scope: Construct, id: string, { isRetained }: AlarmTopicsProps) {
    super(scope, id);

    // A key of ours: CloudWatch may not use the one that AWS keeps for SNS.
    const key = new Key(this, 'Key', {
      enableKeyRotation: true,
      removalPolicy: isRetained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    key.grant(new ServicePrincipal('cloudwatch.amazonaws.com'), 'kms:Decrypt', 'kms:GenerateDataKey');
    const topic = (name: string) => new Topic(this, name, { masterKey: key, enforceSSL: true });
    this.topics = { page: topic('Pages'), ticket: topic('Tickets') };
    for (const [severity, { topicArn }] of Object.entries(this.topics)) {
      new CfnOutput(this, `${severity}-topic`, {
        value: topicArn,
        description: `Subscribe to it to get each ${severity}`,
      });
    }
  }
}
