import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { domainChunkIndex } from '#shared/adapters/aws/domain-chunk-index.ts';
import { functionTelemetry } from '#shared/adapters/aws/function-telemetry.ts';
import { ledgerAndSlots } from '#shared/adapters/aws/ledger-and-slots.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { stepFunctionsOrchestrator } from '#shared/adapters/aws/step-functions-orchestrator.ts';
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

export const handler = createHandler({
  artifacts: s3ArtifactStore({ client: s3, bucket: config.ARTIFACT_BUCKET }),
  ...ledgerAndSlots({ client: new DynamoDBClient(), table: config.LEDGER_TABLE }),
  index: domainChunkIndex({ endpoint: config.INDEX_ENDPOINT, aws: s3.config }),
  orchestrator: stepFunctionsOrchestrator({ client: new SFNClient(), stateMachineArn: config.STATE_MACHINE_ARN }),
  slotLimits: { total: config.SLOTS_TOTAL, perTenant: config.SLOTS_PER_TENANT },
  ...functionTelemetry({ settings: config, traceHeader }),
});
