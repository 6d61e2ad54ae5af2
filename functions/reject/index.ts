import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSlots } from '#shared/adapters/aws/dynamo-slots.ts';
import { emfMetrics } from '#shared/adapters/aws/emf-metrics.ts';
import { functionLog } from '#shared/adapters/aws/function-log.ts';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { openSearchConnection } from '#shared/adapters/aws/open-search-connection.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { stepFunctionsOrchestrator } from '#shared/adapters/aws/step-functions-orchestrator.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    ARTIFACT_BUCKET: true,
    LEDGER_TABLE: true,
    INDEX_ENDPOINT: true,
    STATE_MACHINE_ARN: true,
    SLOTS_TOTAL: true,
    SLOTS_PER_TENANT: true,
  }),
);
const s3 = new S3Client();
const table = { client: new DynamoDBClient(), table: config.LEDGER_TABLE, clock: systemClock, ids: randomIds };

export const handler = createHandler({
  artifacts: s3ArtifactStore({ client: s3, bucket: config.ARTIFACT_BUCKET }),
  ledger: dynamoLedger(table),
  slots: dynamoSlots(table),
  index: openSearchChunkIndex({
    connect: openSearchConnection({ endpoint: config.INDEX_ENDPOINT, aws: s3.config }),
    analyzer: textAnalyzer(),
    clock: systemClock,
  }),
  orchestrator: stepFunctionsOrchestrator({ client: new SFNClient(), stateMachineArn: config.STATE_MACHINE_ARN }),
  slotLimits: { total: config.SLOTS_TOTAL, perTenant: config.SLOTS_PER_TENANT },
  clock: systemClock,
  metrics: emfMetrics({ environment: config.ENVIRONMENT }),
  log: functionLog({ settings: config, clock: systemClock, ids: randomIds, traceHeader }),
});
