import { Aws } from 'aws-cdk-lib';
import { DEFAULT_SOURCE_CAP, type FunctionSettings } from '#shared/contracts/settings.ts';
import type { Platform } from './platform.ts';

/** Some calls on some resources. */
interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Why a resource ends in `*`, when one does. */
  readonly because?: string;
}

/** One thing that a function does: the settings it reads for it, and the calls it then makes. */
export interface Access {
  readonly settings?: Readonly<Partial<Record<keyof typeof FunctionSettings.shape, string>>>;
  readonly statements?: readonly Statement[];
}

type Grant = (platform: Platform) => Access;
/** `state`: how far a pass of the reconciler has come. `classes`: what tenants' own classes were learned to be. */
type ArtifactKind = 'raw' | 'work' | 'pages' | 'state' | 'classes';
type LedgerCall = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query' | 'BatchGetItem';

const OBJECTS = 'Keys of objects are known only at run time; the prefix is as far as they can be foretold.';
/** Every key of a document. Source: the layout of object keys in shared/domain/identity.ts. */
const DOCUMENTS = 'tenants/*';

/** Reads a version of a document whose key and version it was told. */
export const readsDocuments: Grant = ({ settings, data }) => ({
  settings: { DOCUMENT_BUCKET: data.documentBucketName, MAX_DOCUMENT_BYTES: String(settings.maxDocumentBytes) },
  statements: [
    on(`${data.documentBucketArn}/${DOCUMENTS}`, OBJECTS, 's3:GetObjectVersion'),
    on(data.documentBucketArn, undefined, 's3:ListBucket'), // Without it S3 calls a missing version forbidden.
    on(data.documentKeyArn, undefined, 'kms:Decrypt'),
  ],
});

/** Sends events about documents, whose bucket they name. */
export const namesDocuments: Grant = ({ data }) => ({ settings: { DOCUMENT_BUCKET: data.documentBucketName } });

/** Asks what a key holds now. */
export const looksAtDocuments: Grant = ({ data }) => ({
  settings: { DOCUMENT_BUCKET: data.documentBucketName },
  statements: [
    on(`${data.documentBucketArn}/${DOCUMENTS}`, OBJECTS, 's3:GetObject'),
    on(data.documentBucketArn, undefined, 's3:ListBucket'), // Without it S3 calls a missing key forbidden.
    on(data.documentKeyArn, undefined, 'kms:Decrypt'),
  ],
});

/** Signs uploads, which then count as its own. */
export const signsUploads: Grant = ({ settings, data }) => ({
  settings: { DOCUMENT_BUCKET: data.documentBucketName, MAX_DOCUMENT_BYTES: String(settings.maxDocumentBytes) },
  statements: [
    on(`${data.documentBucketArn}/${DOCUMENTS}`, OBJECTS, 's3:PutObject'),
    on(data.documentKeyArn, undefined, 'kms:GenerateDataKey'),
  ],
});

/**
 * Removes every version and marker of a key. Source: S3 API reference, "DeleteObjects": a request that names versions needs
 * the right to delete objects as well.
 */
export const removesDocuments: Grant = ({ data }) => ({
  settings: { DOCUMENT_BUCKET: data.documentBucketName },
  statements: [
    on(`${data.documentBucketArn}/${DOCUMENTS}`, OBJECTS, 's3:DeleteObject', 's3:DeleteObjectVersion'),
    on(data.documentBucketArn, undefined, 's3:ListBucketVersions'),
  ],
});

/** Puts documents of one tenant into the bucket, and removes every version of them. */
export function putsDocumentsOf(tenantId: string): Grant {
  return ({ data }) => ({
    settings: { DOCUMENT_BUCKET: data.documentBucketName },
    statements: [
      on(
        `${data.documentBucketArn}/tenants/${tenantId}/*`,
        OBJECTS,
        ...['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'],
      ),
      on(data.documentBucketArn, undefined, 's3:ListBucketVersions'),
      on(data.documentKeyArn, undefined, 'kms:GenerateDataKey'),
    ],
  });
}

/** Asks the function that answers questions. */
export function asksFunction(name: string, arn: string): Access {
  return { settings: { QUERY_FUNCTION: name }, statements: [on(arn, undefined, 'lambda:InvokeFunction')] };
}

export function readsArtifacts(kind: ArtifactKind): Grant {
  return (platform) => ({
    settings: artifactSettings(platform),
    statements: [
      artifacts(platform, kind, 's3:GetObject'),
      on(platform.data.artifactBucketArn, undefined, 's3:ListBucket'), // Without it a missing one reads as forbidden.
      on(keyOf(platform, kind), undefined, 'kms:Decrypt'),
    ],
  });
}

export function writesArtifacts(kind: ArtifactKind): Grant {
  return (platform) => ({
    settings: artifactSettings(platform),
    statements: [
      artifacts(platform, kind, 's3:PutObject'),
      on(keyOf(platform, kind), undefined, 'kms:GenerateDataKey'),
    ],
  });
}

export function removesArtifacts(...kinds: readonly ArtifactKind[]): Grant {
  return (platform) => ({
    settings: artifactSettings(platform),
    statements: [
      ...kinds.map((kind) => artifacts(platform, kind, 's3:DeleteObject')),
      on(platform.data.artifactBucketArn, undefined, 's3:ListBucket'),
    ],
  });
}

export function usesLedger(...calls: readonly LedgerCall[]): Grant {
  return ({ data }) => ({
    settings: { LEDGER_TABLE: data.ledgerTableName },
    statements: [on(data.ledgerTableArn, undefined, ...calls.map((call) => `dynamodb:${call}`))],
  });
}

/** Knows what documents are cut by: to cut them, or to see which of them are cut otherwise. */
export const knowsChunking: Grant = ({ settings }) => ({ settings: { CHUNKING: settings.chunking } });

/** Lists documents by status, from the ledger's one secondary index. */
export function listsByStatus(indexName: string): Grant {
  return ({ data }) => ({
    statements: [on(`${data.ledgerTableArn}/index/${indexName}`, undefined, 'dynamodb:Query')],
  });
}

/** Derives tenants' keys: for placeholders, and for sealed object keys. */
export const derivesKeys: Grant = ({ data }) => ({
  settings: { MASTER_KEY_SECRET: data.masterKeySecretArn },
  statements: [
    on(data.masterKeySecretArn, undefined, 'secretsmanager:GetSecretValue'),
    on(data.secretKeyArn, undefined, 'kms:Decrypt'),
  ],
});

/** Has Comprehend look for personal data, where the environment asks for that. */
export const asksComprehend: Grant = ({ settings: { comprehend = false } }) => ({
  settings: { COMPREHEND: comprehend ? 'on' : 'off' },
  statements: comprehend
    ? [on('*', 'Comprehend looks at what it is sent: there is no resource.', 'comprehend:DetectPiiEntities')]
    : [],
});

export const searchesIndex: Grant = (platform) => indexAccess(platform, 'es:ESHttpGet', 'es:ESHttpPost');

/** Writes and removes chunks, both by POST. */
export const writesIndex: Grant = (platform) => indexAccess(platform, 'es:ESHttpGet', 'es:ESHttpPost');

/** Makes, moves and drops generations of the index, and maps roles. */
export const preparesIndex: Grant = (platform) => {
  const access = indexAccess(platform, 'es:ESHttpGet', 'es:ESHttpPost', 'es:ESHttpPut', 'es:ESHttpDelete');
  const { domainName, domainArn } = platform.index;
  return {
    settings: { ...access.settings, INDEX_DOMAIN: domainName },
    statements: [...(access.statements ?? []), on(domainArn, undefined, 'es:DescribeDomain')],
  };
};

export const embeds: Grant = ({ settings: { models } }) => ({
  settings: {
    EMBEDDING_MODEL_ID: models.embedding,
    EMBEDDING_DIMENSIONS: String(models.embeddingDimensions),
  },
  statements: [{ actions: ['bedrock:InvokeModel'], resources: modelArns(models.embedding, models.regions) }],
});

/** Asks a model for the class of a document, where the environment names one. */
export const asksForClass: Grant = ({ settings: { models } }) =>
  models.documentClass === undefined
    ? {}
    : {
        settings: { CLASS_MODEL_ID: models.documentClass },
        statements: [{ actions: ['bedrock:InvokeModel'], resources: modelArns(models.documentClass, models.regions) }],
      };

/** Knows what was fitted to the embedding model. */
export const servesCalibration: Grant = ({ settings: { calibration } }) => ({
  settings: { CALIBRATION: calibration === undefined ? 'none' : JSON.stringify(calibration) },
});

/** Converse asks for the same permission as InvokeModel, ConverseStream for that of its streaming kind. */
export const answers: Grant = ({ settings: { models, caches = 'on' } }) => ({
  settings: {
    ANSWER_MODEL_ID: models.answer,
    CACHES: caches,
    ...(models.secondAnswer === undefined ? {} : { SECOND_ANSWER_MODEL_ID: models.secondAnswer }),
  },
  statements: [models.answer, models.secondAnswer]
    .filter((model) => model !== undefined)
    .map((model) => ({ actions: ANSWERING, resources: modelArns(model, models.regions) })),
});

/** Knows how passages are chosen. */
export const choosesPassages: Grant = ({ settings: { retrieval = {} } }) => ({
  settings: {
    FRESHNESS_DAYS: String(retrieval.freshnessDays ?? 'off'),
    SOURCE_CAP: String(retrieval.sourceCap ?? DEFAULT_SOURCE_CAP),
  },
});
/** Puts what search found into a better order, with a model only where one is configured. */
export const reranks: Grant = ({ settings: { models } }) => {
  const { reranker = 'off' } = models;
  const settings = { RERANKER: JSON.stringify(reranker) };
  if (typeof reranker === 'string') return { settings };
  const { model, region } = reranker;
  const resources = [`arn:${Aws.PARTITION}:bedrock:${region}::foundation-model/${model}`];
  return { settings, statements: [{ actions: ['bedrock:InvokeModel'], resources }] };
};

/** Judges questions and answers: by the policy file of the environment, and by a guardrail where one is named. */
export const judges: Grant = ({ settings: { models, policy } }) => {
  const { guardrail = 'off' } = models;
  const settings = { POLICY: policy === undefined ? 'default' : 'file', GUARDRAIL: JSON.stringify(guardrail) };
  if (guardrail === 'off') return { settings };
  const resource = `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:guardrail/${guardrail.id}`;
  return { settings, statements: [on(resource, undefined, 'bedrock:ApplyGuardrail')] };
};

const ANSWERING = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

/** Checks tokens against the issuer's public keys. */
export const checksTokens: Grant = ({ data: { tokens } }) => ({
  settings: { TOKEN_ISSUER: tokens.issuer, TOKEN_AUDIENCE: tokens.audience, TOKEN_JWKS_URI: tokens.jwksUri },
});

/** Says under whose key of a usage plan a request is counted. */
export const namesUsageKeys: Grant = ({ settings: { name, usage } }) => ({
  settings: {
    USAGE_ENVIRONMENT: name,
    USAGE_TENANTS: JSON.stringify(usage.plans.flatMap(({ tenants }) => tenants)),
  },
});

/**
 * A model by its ARN in this region; an inference profile, whose id begins with a geography, by its own ARN and by the
 * model's in each region that it may send to.
 *
 * Source: Bedrock user guide, "Prerequisites for inference profiles".
 */
function modelArns(modelId: string, regions: readonly string[]): string[] {
  const [, model] = /^(?:us|us-gov|eu|apac|jp|au|global)\.(.+)$/.exec(modelId) ?? [];
  const modelIn = (region: string, id: string) => `arn:${Aws.PARTITION}:bedrock:${region}::foundation-model/${id}`;
  if (model === undefined) return [modelIn(Aws.REGION, modelId)];
  const profile = `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:inference-profile/${modelId}`;
  return [profile, ...regions.map((region) => modelIn(region, model))];
}

function indexAccess({ index }: Platform, ...actions: readonly string[]): Access {
  const because =
    "Paths of requests are known only at run time; the domain's own roles say which index each may touch.";
  return {
    settings: { INDEX_ENDPOINT: index.endpoint },
    statements: [on(`${index.domainArn}/*`, because, ...actions)],
  };
}

function artifactSettings({ data }: Platform): NonNullable<Access['settings']> {
  return { ARTIFACT_BUCKET: data.artifactBucketName };
}

function artifacts({ data }: Platform, kind: ArtifactKind, action: string): Statement {
  return on(`${data.artifactBucketArn}/${kind}/*`, OBJECTS, action);
}

function keyOf({ data }: Platform, kind: ArtifactKind): string {
  return kind === 'raw' ? data.rawKeyArn : data.artifactKeyArn;
}

function on(resource: string, because: string | undefined, ...actions: readonly string[]): Statement {
  return { actions, resources: [resource], ...(because === undefined ? {} : { because }) };
}
