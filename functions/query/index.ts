import { fileURLToPath } from 'node:url';
import { ComprehendClient } from '@aws-sdk/client-comprehend';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { bedrockAnswerer } from '#shared/adapters/aws/bedrock-answerer.ts';
import { bedrockClient } from '#shared/adapters/aws/bedrock-client.ts';
import { bedrockEmbedder } from '#shared/adapters/aws/bedrock-embedder.ts';
import { bedrockGuardrail } from '#shared/adapters/aws/bedrock-guardrail.ts';
import { bedrockReranker } from '#shared/adapters/aws/bedrock-reranker.ts';
import { bedrockRewriter } from '#shared/adapters/aws/bedrock-rewriter.ts';
import { comprehendEntityFinder } from '#shared/adapters/aws/comprehend-entity-finder.ts';
import { deferredHandler } from '#shared/adapters/aws/deferred-handler.ts';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSpending } from '#shared/adapters/aws/dynamo-spending.ts';
import { functionTelemetry } from '#shared/adapters/aws/function-telemetry.ts';
import { guardrailCheck } from '#shared/adapters/aws/guardrail-check.ts';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { openSearchConnection } from '#shared/adapters/aws/open-search-connection.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { secretsManagerKey } from '#shared/adapters/aws/secrets-manager-key.ts';
import { derivedKeys } from '#shared/adapters/portable/derived-keys.ts';
import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import { embeddingCheck } from '#shared/adapters/portable/embedding-check.ts';
import { extractiveAnswerer } from '#shared/adapters/portable/extractive-answerer.ts';
import { loadedOnce } from '#shared/adapters/portable/loaded-once.ts';
import { localReranker } from '#shared/adapters/portable/local-reranker.ts';
import { patternFinder } from '#shared/adapters/portable/pattern-finder.ts';
import { readPolicy } from '#shared/adapters/portable/policy-file.ts';
import { rampartEntityFinder } from '#shared/adapters/portable/rampart-entity-finder.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemChance } from '#shared/adapters/portable/system-chance.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { EVERY_FUNCTION, FunctionSettings, POLICY_FILE } from '#shared/contracts/settings.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';
import type { Vector } from '#shared/domain/vector.ts';
import { boundedCache } from '#shared/runtime/bounded-cache.ts';
import { cachedEmbedder } from '#shared/runtime/cached-embedder.ts';
import { circuitBreaker } from '#shared/runtime/circuit-breaker.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { guardedModels } from '#shared/runtime/guarded-answerer.ts';
import { guardedEmbedder } from '#shared/runtime/guarded-embedder.ts';
import { guardedEntityFinder } from '#shared/runtime/guarded-entity-finder.ts';
import { guardedGuardrail } from '#shared/runtime/guarded-guardrail.ts';
import { guardedIndex } from '#shared/runtime/guarded-index.ts';
import { guardedReranker, limitedReranker } from '#shared/runtime/guarded-reranker.ts';
import { guardedRewriter } from '#shared/runtime/guarded-rewriter.ts';
import { limitedCheck } from '#shared/runtime/limited-check.ts';
import { limitedEmbedder } from '#shared/runtime/limited-embedder.ts';
import { limitedStores } from '#shared/runtime/limited-stores.ts';
import { ASKING_PATIENCE } from '#shared/runtime/model-limiter.ts';
import type { Proposal } from '#shared/runtime/proposal.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';
import { streamedResponse } from '#shared/runtime/streamed-response.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    ARTIFACT_BUCKET: true,
    LEDGER_TABLE: true,
    MASTER_KEY_SECRET: true,
    COMPREHEND: true,
    INDEX_ENDPOINT: true,
    CACHES: true,
    EMBEDDING_MODEL_ID: true,
    EMBEDDING_DIMENSIONS: true,
    CALIBRATION: true,
    ANSWER_MODEL_ID: true,
    SECOND_ANSWER_MODEL_ID: true,
    FRESHNESS_DAYS: true,
    SOURCE_CAP: true,
    RERANKER: true,
    POLICY: true,
    GUARDRAIL: true,
    SECOND_CHECK: true,
  }),
);
const table = { client: new DynamoDBClient(), table: config.LEDGER_TABLE, clock: systemClock, ids: randomIds };
const s3 = new S3Client();
const secrets = new SecretsManagerClient();
const bedrock = bedrockClient();
const telemetry = functionTelemetry({ settings: config, traceHeader });
const { metrics } = telemetry;
const limits = { clock: systemClock, chance: systemChance, metrics, patienceMilliseconds: ASKING_PATIENCE };
const analyzer = textAnalyzer();
const cache = <Value>(name: string) =>
  boundedCache<Value>({
    ...{ clock: systemClock, name, maxAgeMilliseconds: 60 * 60 * 1_000 },
    maxEntries: config.CACHES === 'on' ? 500 : 0,
  });
const vectors = cache<Vector>('embeddings');
const answerCache = cache<Proposal>('answers');
const limited = limitedEmbedder(
  bedrockEmbedder({
    client: bedrock,
    modelId: config.EMBEDDING_MODEL_ID,
    dimensions: config.EMBEDDING_DIMENSIONS,
  }),
  limits,
);
const embedderBreaker = circuitBreaker({ clock: systemClock, metrics, name: 'embedder' });
const embedder = cachedEmbedder(guardedEmbedder(limited, { breaker: embedderBreaker, clock: systemClock }), vectors);
const models = guardedModels(
  [config.ANSWER_MODEL_ID, config.SECOND_ANSWER_MODEL_ID]
    .filter((modelId) => modelId !== undefined)
    .map((modelId) => bedrockAnswerer({ client: bedrock, modelId, ids: randomIds })),
  limits,
);
const reranking = guardedReranker(configuredReranker(config), limits);
const rewriting = guardedRewriter(
  bedrockRewriter({ client: bedrock, modelId: config.ANSWER_MODEL_ID, ids: randomIds }),
  limits,
);
// `prepare-index` has seen to it that it is of the embedder whose vectors are indexed.
const calibration = config.CALIBRATION?.fit ?? calibrationOf(config.EMBEDDING_MODEL_ID);
const indexBreaker = circuitBreaker({ clock: systemClock, metrics, name: 'index' });
const policy = readPolicy(config.POLICY === 'file' ? fileURLToPath(new URL(POLICY_FILE, import.meta.url)) : undefined);
const judging = guardedGuardrail(configuredGuardrail(config), limits);
const detecting =
  config.COMPREHEND === 'on'
    ? [guardedEntityFinder(comprehendEntityFinder({ client: new ComprehendClient() }), limits)]
    : [];
const detectors = new URL('pattern-detectors.mjs', import.meta.url);
const openApi = new URL('openapi-document.mjs', import.meta.url);
const model = (file: string) => fileURLToPath(new URL(`models/rampart-ner/${file}`, import.meta.url));

const stores = limitedStores(
  {
    ledger: dynamoLedger(table),
    spending: dynamoSpending(table),
    artifacts: s3ArtifactStore({ client: s3, bucket: config.ARTIFACT_BUCKET }),
  },
  limits,
);

const answer = deferredHandler(async () => {
  const keys = derivedKeys(await secretsManagerKey({ client: secrets, secretId: config.MASTER_KEY_SECRET }));
  return createHandler({
    ...stores,
    index: guardedIndex(
      openSearchChunkIndex({
        connect: openSearchConnection({ endpoint: config.INDEX_ENDPOINT, aws: s3.config }),
        analyzer,
        clock: systemClock,
      }),
      { breaker: indexBreaker, clock: systemClock },
    ),
    embedder,
    fingerprint: loadedOnce(() => embedderFingerprint(embedder)),
    calibration,
    analyzer,
    reranker: reranking.reranker,
    policy,
    guardrail: judging.guardrail,
    secondCheck: configuredCheck(config),
    redactor: createRedactor({
      finders: [
        rampartEntityFinder({ modelPath: model('model.onnx'), tokenizerPath: model('tokenizer.json') }),
        ...detecting.map(({ finder }) => finder),
      ],
      patterns: patternFinder(() => import(detectors.href)),
      keys,
    }),
    keys,
    choice: { freshnessDays: config.FRESHNESS_DAYS, sourceCap: config.SOURCE_CAP },
    answerers: [...models.answerers, extractiveAnswerer({ embedder, analyzer, calibration })],
    rewriter: rewriting.rewriter,
    answerCache,
    caches: [vectors, answerCache],
    breakers: [models, reranking, rewriting, judging, ...detecting]
      .flatMap(({ breakers }) => breakers)
      .concat(embedderBreaker, indexBreaker),
    ids: randomIds,
    openApi: () => import(openApi.href),
    ...telemetry,
  });
});

export const handler = streamedResponse(answer);

function configuredGuardrail({ GUARDRAIL: setting }: Pick<typeof config, 'GUARDRAIL'>) {
  if (setting === 'off') return undefined;
  return bedrockGuardrail({ client: bedrock, guardrailId: setting.id, version: setting.version });
}

function configuredCheck({
  SECOND_CHECK: check,
  GUARDRAIL: setting,
}: Pick<typeof config, 'SECOND_CHECK' | 'GUARDRAIL'>) {
  if (check === 'embedding') return limitedCheck(embeddingCheck(embedder), limits);
  if (check === 'off' || setting === 'off') return undefined;
  return limitedCheck(guardrailCheck({ client: bedrock, guardrailId: setting.id, version: setting.version }), limits);
}

function configuredReranker({ RERANKER: reranker }: Pick<typeof config, 'RERANKER'>) {
  if (reranker === 'off') return undefined;
  if (reranker === 'local') return localReranker({ analyzer });
  const client = bedrockClient({ region: reranker.region });
  return limitedReranker(bedrockReranker({ client, modelId: reranker.model }), limits);
}
