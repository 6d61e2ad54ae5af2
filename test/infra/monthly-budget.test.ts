import { describe, expect, it } from 'vitest';
import { environmentResources } from '#infra/aws/environment-resources.ts';
import { ENVIRONMENTS } from '#infra/environments/by-name.ts';

const prod = environmentResources(ENVIRONMENTS.prod);
const propertiesOf = (type: string) => prod.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);

describe('the budget of prod', () => {
  it('tells somebody before it is spent, and counts the environment alone', () => {
    const [budget, ...others] = propertiesOf('AWS::Budgets::Budget');

    expect(others).toEqual([]);
    expect(budget).toMatchObject({
      Budget: {
        BudgetLimit: { Amount: ENVIRONMENTS.prod.budget?.monthlyDollars, Unit: 'USD' },
        CostFilters: { TagKeyValue: ['user:affidavit:environment$prod'] },
      },
      NotificationsWithSubscribers: [{ Notification: { Threshold: 80 } }, { Notification: { Threshold: 100 } }],
    });
  });

  it('takes models from every function that may call them, once it is spent, without asking', () => {
    const actions = propertiesOf('AWS::Budgets::BudgetsAction');
    const asking = prod.filter(({ Type, Properties }) => {
      return Type === 'AWS::IAM::Policy' && JSON.stringify(Properties).includes('bedrock:InvokeModel');
    });

    const text = JSON.stringify(actions);

    for (const action of actions) {
      expect(action).toMatchObject({ ActionType: 'APPLY_IAM_POLICY', ApprovalModel: 'AUTOMATIC' });
    }
    expect(asking).toHaveLength(4); // Those three, and prepare-index, which runs at deployments alone.
    for (const name of ['classify', 'embed', 'query']) expect(text).toContain(`-${name}"`);
  });

  it('leaves questions their embedding, so that they are answered by extraction', () => {
    const [ingest, answers] = propertiesOf('AWS::IAM::ManagedPolicy').map((policy) => JSON.stringify(policy));

    expect(ingest).toContain('"Effect":"Deny","Resource":"*"');
    expect(answers).toContain('"Effect":"Deny","NotResource":');
    expect(answers).toContain(ENVIRONMENTS.prod.models.embedding);
    expect(answers).not.toContain('nova');
  });

  it('is told of through a topic that budgets and alarms may publish to', () => {
    const allowed = propertiesOf('AWS::SNS::TopicPolicy').map((policy) => JSON.stringify(policy));

    expect(allowed.filter((text) => text.includes('budgets.amazonaws.com'))).toHaveLength(1);
    expect(allowed.filter((text) => text.includes('cloudwatch.amazonaws.com'))).toHaveLength(2);
  });

  it('is not there where the settings name none', () => {
    const types = environmentResources(ENVIRONMENTS.dev).map(({ Type }) => Type);

    expect(types.filter((type) => type.startsWith('AWS::Budgets'))).toEqual([]);
  });
});
