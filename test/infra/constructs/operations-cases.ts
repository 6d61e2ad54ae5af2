import { Topic } from 'aws-cdk-lib/aws-sns';
import { AlarmTopics } from '#infra/aws/constructs/alarm-topics.ts';
import { DeadLetterAlarms } from '#infra/aws/constructs/dead-letter-alarms.ts';
import { MonthlyBudget } from '#infra/aws/constructs/monthly-budget.ts';
import { ObjectiveAlarms } from '#infra/aws/constructs/objective-alarms.ts';
import { ObjectiveDashboard } from '#infra/aws/constructs/objective-dashboard.ts';
import { DEAD_LETTER_EDGES } from '#infra/aws/dead-letter-edges.ts';
import { OBJECTIVES } from '#shared/domain/objectives.ts';
import type { ConstructCase } from './construct-case.ts';

const ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';

/** Constructs that tell somebody. */
export const OPERATIONS_CASES: readonly ConstructCase[] = [
  {
    file: 'alarm-topics',
    make: (stack, isFull) => void new AlarmTopics(stack, 'Topics', { isRetained: isFull }),
    bare: {
      has: {
        'AWS::SNS::Topic': [{ Properties: { KmsMasterKeyId: {} } }, {}],
        'AWS::KMS::Key': [{ DeletionPolicy: 'Delete' }],
      },
      says: ['"aws:SecureTransport":"false"', 'cloudwatch.amazonaws.com'],
    },
    full: { has: { 'AWS::SNS::Topic': 2, 'AWS::KMS::Key': [{ DeletionPolicy: 'Retain' }] } },
  },
  {
    file: 'objective-alarms', // Of an objective with a limit, and of one with a budget.
    make: (stack, isFull) => {
      const topics = { page: new Topic(stack, 'Pages'), ticket: new Topic(stack, 'Tickets') };
      const objective = OBJECTIVES.find(({ kind }) => kind === (isFull ? 'ratio' : 'limit'));
      if (objective) new ObjectiveAlarms(stack, { environment: 'dev', objective, topics, runbook: 'a-runbook.md' });
    },
    bare: {
      has: { [ALARM]: [{ Properties: { AlarmActions: [{}] } }], [COMPOSITE]: 0 },
      says: ['Runbook: a-runbook.md'],
    },
    full: {
      has: { [ALARM]: 6, [COMPOSITE]: [1, 2, 3].map(() => ({ Properties: { AlarmActions: [{}] } })) },
      says: ['Runbook: a-runbook.md', /-fast-long\W+ AND ALARM\(/],
    },
  },
  {
    file: 'dead-letter-alarms',
    make: (stack) =>
      void new DeadLetterAlarms(stack, 'Letters', {
        ...{ environment: 'dev', topic: new Topic(stack, 'Tickets'), runbook: 'a-runbook.md' },
      }),
    bare: {
      has: { [ALARM]: DEAD_LETTER_EDGES.map(() => ({ Properties: { AlarmActions: [{}], Threshold: 0 } })) },
      says: ['Runbook: a-runbook.md', ...DEAD_LETTER_EDGES.map((edge) => `affidavit-dev-${edge}`)],
    },
  },
  {
    file: 'objective-dashboard',
    make: (stack) => void new ObjectiveDashboard(stack, 'Dashboard', { environment: 'dev' }),
    bare: {
      has: { 'AWS::CloudWatch::Dashboard': [{ Properties: { DashboardName: 'affidavit-dev-objectives' } }] },
      says: OBJECTIVES.map(({ id }) => `docs/operations/runbooks/${id}.md`),
    },
  },
  {
    file: 'monthly-budget',
    make: (stack) =>
      void new MonthlyBudget(stack, 'Budget', {
        ...{ environment: 'dev', monthlyDollars: 100, embeddingModel: 'amazon.titan-embed-text-v2:0' },
        topic: new Topic(stack, 'Pages'),
      }),
    bare: {
      has: {
        'AWS::Budgets::Budget': [{ Properties: { Budget: { BudgetLimit: { Amount: 100, Unit: 'USD' } } } }],
        'AWS::Budgets::BudgetsAction': 2,
        'AWS::IAM::ManagedPolicy': 2,
      },
      says: ['"Effect":"Deny"', 'budgets.amazonaws.com'],
    },
  },
];
