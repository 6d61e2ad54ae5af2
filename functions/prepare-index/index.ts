import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { OpenSearchClient } from '@aws-sdk/client-opensearch';
import { bedrockClient } from '#shared/adapters/aws/bedrock-client.ts';
import { bedrockEmbedder } from '#shared/adapters/aws/bedrock-embedder.ts';
import { cloudFormationAnswers } from '#shared/adapters/aws/cloud-formation-answers.ts';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { emfMetrics } from '#shared/adapters/aws/emf-metrics.ts';
import { functionLog } from '#shared/adapters/aws/function-log.ts';
import { openSearchConnection } from '#shared/adapters/aws/open-search-connection.ts';
import { openSearchDomain } from '#shared/adapters/aws/open-search-domain.ts';
import { openSearchGenerations } from '#shared/adapters/aws/open-search-generations.ts';
import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import { generationalChunkIndex } from '#shared/adapters/portable/generational-chunk-index.ts';
import { loadedOnce } from '#shared/adapters/portable/loaded-once.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemChance } from '#shared/adapters/portable/system-chance.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { limitedEmbedder } from '#shared/runtime/limited-embedder.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    INDEX_DOMAIN: true,
    INDEX_ENDPOINT: true,
    LEDGER_TABLE: true,
    EMBEDDING_MODEL_ID: true,
    EMBEDDING_DIMENSIONS: true,
    AWS_ENDPOINT_URL: true,
  }),
);
const client = new OpenSearchClient();
const connect = openSearchConnection({ endpoint: config.INDEX_ENDPOINT, aws: client.config });
const embedder = limitedEmbedder(
  bedrockEmbedder({
    client: bedrockClient(),
    modelId: config.EMBEDDING_MODEL_ID,
    dimensions: config.EMBEDDING_DIMENSIONS,
  }),
  { clock: systemClock, chance: systemChance, metrics: emfMetrics({ environment: config.ENVIRONMENT }) },
);

const analyzer = textAnalyzer();
const generations = openSearchGenerations({ connect, analyzer, clock: systemClock });

const table = { client: new DynamoDBClient(), table: config.LEDGER_TABLE, clock: systemClock, ids: randomIds };

export const handler = createHandler({
  log: functionLog({ settings: config, clock: systemClock, ids: randomIds, traceHeader }),
  answers: cloudFormationAnswers({ clock: systemClock, fetch, endpoint: config.AWS_ENDPOINT_URL }),
  domain: openSearchDomain({ client, domainName: config.INDEX_DOMAIN, connect, clock: systemClock }),
  index: generationalChunkIndex(generations),
  fingerprint: loadedOnce(() => embedderFingerprint(embedder)),
  ledger: dynamoLedger(table),
  ...{ generations, embedder, analyzer, clock: systemClock },
});
