import { Aws } from 'aws-cdk-lib';
import { CfnBudget, CfnBudgetsAction } from 'aws-cdk-lib/aws-budgets';
import { Effect, ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/settings.ts';
import type { FunctionName } from '#shared/contracts/steps.ts';
import { acknowledge } from '../acknowledge.ts';
import { letPublish } from './alarm-topics.ts';
import { functionRoleName } from './bundled-function.ts';

export interface MonthlyBudgetProps {
  readonly environment: EnvironmentSettings['name'];
  readonly monthlyDollars: number;
  /** Told when the budget is nearly spent, and when it is. */
  readonly topic: Topic;
}

/** Percent of the budget at which somebody is told; at the last of them models are cut off. */
const TOLD_AT = [80, 100] as const;

/** The functions that call models, and so the ones whose cost grows with use. */
const ASKING: readonly FunctionName[] = ['classify', 'embed', 'query'];

/**
 * What an environment may cost a month. Once it is spent, AWS denies models to the functions that call them: answers
 * become extractive where the question can be embedded elsewhere and else fail by a typed error, and documents wait to be
 * sent again. Nothing that is stored is touched; detaching the policy opens models again.
 *
 * AWS knows costs some hours late, so a budget bounds days and not minutes. It counts by the tag
 * `affidavit:environment`, which the account has to activate as a cost allocation tag.
 */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { environment, monthlyDollars, topic }: MonthlyBudgetProps) {
    super(scope, id);
    letPublish(topic, 'budgets.amazonaws.com');
    const budgetName = `affidavit-${environment}`;
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    const budget = new CfnBudget(this, 'Monthly', {
      budget: {
        ...{ budgetName, budgetType: 'COST', timeUnit: 'MONTHLY' },
        budgetLimit: { amount: monthlyDollars, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:affidavit:environment$${environment}`] },
      },
      notificationsWithSubscribers: TOLD_AT.map((threshold) => ({
        notification: {
          ...{ notificationType: 'ACTUAL', comparisonOperator: 'GREATER_THAN' },
          ...{ threshold, thresholdType: 'PERCENTAGE' },
        },
        subscribers,
      })),
    });

    const roles = ASKING.map((name) => functionRoleName(name, { name: environment }));
    const { managedPolicyArn: policyArn } = this.modelsDenied();
    const action = new CfnBudgetsAction(this, 'CutOff', {
      ...{ budgetName, actionType: 'APPLY_IAM_POLICY', approvalModel: 'AUTOMATIC', notificationType: 'ACTUAL' },
      actionThreshold: { type: 'PERCENTAGE', value: 100 },
      definition: { iamActionDefinition: { policyArn, roles } },
      executionRoleArn: this.attacher(roles, policyArn).roleArn,
      subscribers: subscribers.map(({ subscriptionType: type, address }) => ({ type, address })),
    });
    action.addResourceDependency(budget);
  }

  private modelsDenied(): ManagedPolicy {
    const policy = new ManagedPolicy(this, 'ModelsDenied', {
      description: 'Attached once the budget of the month is spent',
      statements: [new PolicyStatement({ effect: Effect.DENY, actions: ['bedrock:*'], resources: ['*'] })],
    });
    acknowledge(policy, {
      'AwsSolutions-IAM5[Resource::*]': 'It denies; a denial that named models would let others through.',
      'AwsSolutions-IAM5[Action::bedrock:*]': 'It denies; a denial that named calls would let others through.',
    });
    return policy;
  }

  /** What AWS Budgets acts as: it may give these roles that one policy, and take it back. */
  private attacher(roles: readonly string[], policyArn: string): Role {
    const statement = new PolicyStatement({
      actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      resources: roles.map((role) => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${role}`),
      conditions: { ArnEquals: { 'iam:PolicyARN': policyArn } },
    });
    return new Role(this, 'Attacher', {
      assumedBy: new ServicePrincipal('budgets.amazonaws.com'),
      inlinePolicies: { Attach: new PolicyDocument({ statements: [statement] }) },
    });
  }
}
