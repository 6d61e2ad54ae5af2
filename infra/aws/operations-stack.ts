import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { OBJECTIVES, type Objective } from '#shared/domain/objectives.ts';
import { AlarmTopics } from './constructs/alarm-topics.ts';
import { DEAD_LETTERS_IMPACT, DeadLetterAlarms } from './constructs/dead-letter-alarms.ts';
import { MonthlyBudget } from './constructs/monthly-budget.ts';
import { ObjectiveAlarms } from './constructs/objective-alarms.ts';
import { ObjectiveDashboard } from './constructs/objective-dashboard.ts';
import { DEAD_LETTERS } from './dead-letter-edges.ts';
import { runbookOf } from './runbooks.ts';
import { unguardedObjectives } from './unguarded-objectives.ts';

export interface OperationsStackProps extends StackProps {
  readonly settings: Pick<EnvironmentSettings, 'name' | 'retainsData' | 'budget' | 'models'>;
  /** All of the product's unless others are named. */
  readonly objectives?: readonly Objective[];
}

/**
 * Alarms, error budgets and a dashboard, all from the one list of objectives, and alarms of dead letters. Synthesis fails when an objective has no
 * alarm, or an alarm no runbook, no action or nothing to say about who suffers. It refers to no other stack, and may be
 * left out.
 */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { settings, objectives = OBJECTIVES, ...props }: OperationsStackProps) {
    super(scope, id, props);
    const { name: environment, retainsData: isRetained, budget } = settings;
    const { topics } = new AlarmTopics(this, 'Topics', { isRetained });
    if (budget)
      new MonthlyBudget(this, 'Budget', {
        ...{ environment, ...budget, embeddingModel: settings.models.embedding, topic: topics.page },
      });
    const watched = [...objectives, { id: DEAD_LETTERS, impact: DEAD_LETTERS_IMPACT }];
    for (const objective of objectives) {
      new ObjectiveAlarms(this, { environment, objective, topics, runbook: runbookOf(objective.id) });
    }
    new DeadLetterAlarms(this, 'DeadLetters', { environment, topic: topics.ticket, runbook: runbookOf(DEAD_LETTERS) });
    new ObjectiveDashboard(this, 'Objectives', { environment });
    this.node.addValidation({ validate: () => unguardedObjectives(this, environment, watched) });
  }
}
