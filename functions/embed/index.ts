import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { bedrockClient } from '#shared/adapters/aws/bedrock-client.ts';
import { bedrockEmbedder } from '#shared/adapters/aws/bedrock-embedder.ts';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSlots } from '#shared/adapters/aws/dynamo-slots.ts';
import { dynamoSpending } from '#shared/adapters/aws/dynamo-spending.ts';
import { functionTelemetry } from '#shared/adapters/aws/function-telemetry.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import { loadedOnce } from '#shared/adapters/portable/loaded-once.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemChance } from '#shared/adapters/portable/system-chance.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { limitedEmbedder } from '#shared/runtime/limited-embedder.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    ARTIFACT_BUCKET: true,
    LEDGER_TABLE: true,
    EMBEDDING_MODEL_ID: true,
    EMBEDDING_DIMENSIONS: true,
  }),
);
const telemetry = functionTelemetry({ settings: config, traceHeader });
const { metrics } = telemetry;
const table = { client: new DynamoDBClient(), table: config.LEDGER_TABLE, clock: systemClock, ids: randomIds };
// Waits for a busy model as long as the function may run.
const embedder = limitedEmbedder(
  bedrockEmbedder({
    client: bedrockClient(),
    modelId: config.EMBEDDING_MODEL_ID,
    dimensions: config.EMBEDDING_DIMENSIONS,
  }),
  { clock: systemClock, chance: systemChance, metrics },
);

export const handler = createHandler({
  artifacts: s3ArtifactStore({ client: new S3Client(), bucket: config.ARTIFACT_BUCKET }),
  ledger: dynamoLedger(table),
  slots: dynamoSlots(table),
  spending: dynamoSpending(table),
  embedder,
  fingerprint: loadedOnce(() => embedderFingerprint(embedder)),
  ...telemetry,
});
