import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { emfMetrics } from '#shared/adapters/aws/emf-metrics.ts';
import { functionLog } from '#shared/adapters/aws/function-log.ts';
import { ledgerAndSlots } from '#shared/adapters/aws/ledger-and-slots.ts';
import { stepFunctionsOrchestrator } from '#shared/adapters/aws/step-functions-orchestrator.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    LEDGER_TABLE: true,
    STATE_MACHINE_ARN: true,
    SLOTS_TOTAL: true,
    SLOTS_PER_TENANT: true,
  }),
);

export const handler = createHandler({
  ...ledgerAndSlots({ client: new DynamoDBClient(), table: config.LEDGER_TABLE }),
  orchestrator: stepFunctionsOrchestrator({ client: new SFNClient(), stateMachineArn: config.STATE_MACHINE_ARN }),
  slotLimits: { total: config.SLOTS_TOTAL, perTenant: config.SLOTS_PER_TENANT },
  metrics: emfMetrics({ environment: config.ENVIRONMENT }),
  log: functionLog({ settings: config, clock: systemClock, ids: randomIds, traceHeader }),
});
