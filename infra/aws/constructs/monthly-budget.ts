import { Aws } from 'aws-cdk-lib';
import { CfnBudget, CfnBudgetsAction } from 'aws-cdk-lib/aws-budgets';
import { Effect, ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { FunctionName } from '#shared/contracts/steps.ts';
import { inferenceProfile } from '#shared/domain/inference-profile.ts';
import { acknowledge } from '../acknowledge.ts';
import { letPublish } from './alarm-topics.ts';
import { functionRoleName } from './bundled-function.ts';

export interface MonthlyBudgetProps {
  readonly environment: EnvironmentSettings['name'];
  readonly monthlyDollars: number;
  /** By which questions are embedded, also when the budget is spent: 1,000 questions cost less than a cent. */
  readonly embeddingModel: string;
  /** Told when the budget is nearly spent, and when it is. */
  readonly topic: Topic;
}

/** Percent of the budget at which somebody is told; at the last of them models are cut off. */
const TOLD_AT = [80, 100] as const;

/**
 * What an environment may cost a month. Once it is spent, AWS denies models to the functions that call them: answers
 * become extractive, for questions may still be embedded, and new documents are rejected by a reason for which they can be
 * sent again. Nothing that is stored is touched; detaching the policies opens models again.
 *
 * AWS knows costs some hours late, so a budget bounds days and not minutes. It counts by the tag
 * `affidavit:environment`, which the account has to activate as a cost allocation tag.
 */
export class MonthlyBudget extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { environment, monthlyDollars, embeddingModel, topic }: MonthlyBudgetProps,
  ) {
    super(scope, id);
    letPublish(topic, 'budgets.amazonaws.com');
    const budgetName = `affidavit-${environment}`;
    const subscriber = { subscriptionType: 'SNS', address: topic.topicArn };
    const budget = new CfnBudget(this, 'Monthly', {
      budget: {
        ...{ budgetName, budgetType: 'COST', timeUnit: 'MONTHLY' },
        budgetLimit: { amount: monthlyDollars, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:affidavit:environment$${environment}`] },
      },
      notificationsWithSubscribers: TOLD_AT.map((threshold) => ({
        notification: { ...SPENT, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
        subscribers: [subscriber],
      })),
    });

    const rolesOf = (names: readonly FunctionName[]) =>
      names.map((name) => functionRoleName(name, { name: environment }));
    const ingest = this.cutOff('Ingest', rolesOf(['classify', 'embed']), { resources: ['*'] });
    const answers = this.cutOff('Answers', rolesOf(['query']), { notResources: embeddingArns(embeddingModel) });
    for (const { name, ...denial } of [ingest, answers]) {
      const action = new CfnBudgetsAction(this, `CutOff${name}`, {
        ...{ budgetName, actionType: 'APPLY_IAM_POLICY', approvalModel: 'AUTOMATIC', ...SPENT, ...denial },
        actionThreshold: { type: 'PERCENTAGE', value: 100 },
        subscribers: [{ type: 'SNS', address: topic.topicArn }],
      });
      action.addResourceDependency(budget);
    }
  }

  /** A denial of models for these roles, and the role as which AWS Budgets gives it to them. */
  private cutOff(name: string, roles: string[], denied: Denied) {
    const policy = new ManagedPolicy(this, `${name}Denied`, {
      description: 'Attached once the budget of the month is spent',
      statements: [new PolicyStatement({ effect: Effect.DENY, actions: ['bedrock:InvokeModel*'], ...denied })],
    });
    const because = 'It denies; a denial that named models or calls would let others through.';
    acknowledge(policy, {
      'AwsSolutions-IAM5[Resource::*]': because,
      'AwsSolutions-IAM5[Action::bedrock:InvokeModel*]': because,
    });
    const { managedPolicyArn: policyArn } = policy;
    const attach = new PolicyStatement({
      actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      resources: roles.map((role) => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${role}`),
      conditions: { ArnEquals: { 'iam:PolicyARN': policyArn } },
    });
    const { roleArn: executionRoleArn } = new Role(this, `${name}Attacher`, {
      assumedBy: new ServicePrincipal('budgets.amazonaws.com'),
      inlinePolicies: { Attach: new PolicyDocument({ statements: [attach] }) },
    });
    return { name, executionRoleArn, definition: { iamActionDefinition: { policyArn, roles } } };
  }
}

type Denied = { readonly resources: string[] } | { readonly notResources: string[] };

/** By what was paid, not by a forecast, which the first days of a month make wild. */
const SPENT = { notificationType: 'ACTUAL' } as const;

/** The model in every region, and the inference profile that it may be called through. */
function embeddingArns(model: string): string[] {
  const id = inferenceProfile(model)?.modelId ?? model;
  return [
    `arn:${Aws.PARTITION}:bedrock:*::foundation-model/${id}`,
    `arn:${Aws.PARTITION}:bedrock:*:${Aws.ACCOUNT_ID}:inference-profile/${model}`,
  ];
}
