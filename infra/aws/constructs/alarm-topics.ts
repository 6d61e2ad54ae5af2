import { Aws, CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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

    // A key of ours: CloudWatch and Budgets may not use the one that AWS keeps for SNS.
    const key = new Key(this, 'Key', {
      enableKeyRotation: true,
      removalPolicy: isRetained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    key.grant(new ServicePrincipal('cloudwatch.amazonaws.com'), 'kms:Decrypt', 'kms:GenerateDataKey');
    key.grant(new ServicePrincipal('budgets.amazonaws.com'), 'kms:Decrypt', 'kms:GenerateDataKey');
    const topic = (name: string) => {
      const made = new Topic(this, name, { masterKey: key, enforceSSL: true });
      // A topic with a policy of its own has lost the one by which alarms of the account may publish.
      letPublish(made, 'cloudwatch.amazonaws.com');
      return made;
    };
    this.topics = { page: topic('Pages'), ticket: topic('Tickets') };
    for (const [severity, { topicArn }] of Object.entries(this.topics)) {
      new CfnOutput(this, `${severity}-topic`, {
        value: topicArn,
        description: `Subscribe to it to get each ${severity}`,
      });
    }
  }
}

/** For a service of this account alone. What it needs of the key stands with the key. */
export function letPublish(topic: Topic, service: string): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(service)],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
}
