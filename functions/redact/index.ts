import { fileURLToPath } from 'node:url';
import { ComprehendClient } from '@aws-sdk/client-comprehend';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { comprehendEntityFinder } from '#shared/adapters/aws/comprehend-entity-finder.ts';
import { deferredHandler } from '#shared/adapters/aws/deferred-handler.ts';
import { dynamoSpending } from '#shared/adapters/aws/dynamo-spending.ts';
import { functionTelemetry } from '#shared/adapters/aws/function-telemetry.ts';
import { ledgerAndSlots } from '#shared/adapters/aws/ledger-and-slots.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { secretsManagerKey } from '#shared/adapters/aws/secrets-manager-key.ts';
import { derivedKeys } from '#shared/adapters/portable/derived-keys.ts';
import { patternFinder } from '#shared/adapters/portable/pattern-finder.ts';
import { rampartEntityFinder } from '#shared/adapters/portable/rampart-entity-finder.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { limitedEntityFinder } from '#shared/runtime/guarded-entity-finder.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    ARTIFACT_BUCKET: true,
    LEDGER_TABLE: true,
    MASTER_KEY_SECRET: true,
    COMPREHEND: true,
  }),
);
const table = { client: new DynamoDBClient(), table: config.LEDGER_TABLE };
const secrets = new SecretsManagerClient();
const detectors = new URL('pattern-detectors.mjs', import.meta.url);
const model = (file: string) => fileURLToPath(new URL(`models/rampart-ner/${file}`, import.meta.url));

export const handler = deferredHandler(async () =>
  createHandler({
    artifacts: s3ArtifactStore({ client: new S3Client(), bucket: config.ARTIFACT_BUCKET }),
    ...ledgerAndSlots(table),
    spending: dynamoSpending({ ...table, clock: systemClock, ids: randomIds }),
    redactor: createRedactor({
      finders: [
        rampartEntityFinder({ modelPath: model('model.onnx'), tokenizerPath: model('tokenizer.json') }),
        ...(config.COMPREHEND === 'on'
          ? [limitedEntityFinder(comprehendEntityFinder({ client: new ComprehendClient() }), { clock: systemClock })]
          : []),
      ],
      patterns: patternFinder(() => import(detectors.href)),
      keys: derivedKeys(await secretsManagerKey({ client: secrets, secretId: config.MASTER_KEY_SECRET })),
    }),
    ...functionTelemetry({ settings: config, traceHeader }),
  }),
);
