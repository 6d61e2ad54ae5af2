import { DEFAULT_SOURCE_CAP } from '#shared/contracts/settings.ts';
import { type Access, type Grant, on, onObjects, type Statement } from './access.ts';
import type { Platform } from './platform.ts';

/** `state`: how far a pass of the reconciler has come. `classes`: what tenants' own classes were learned to be. */
type ArtifactKind = 'raw' | 'work' | 'pages' | 'state' | 'classes';
type LedgerCall = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query' | 'BatchGetItem';

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

/** Knows how passages are chosen. */
export const choosesPassages: Grant = ({ settings: { retrieval = {} } }) => ({
  settings: {
    FRESHNESS_DAYS: String(retrieval.freshnessDays ?? 'off'),
    SOURCE_CAP: String(retrieval.sourceCap ?? DEFAULT_SOURCE_CAP),
  },
});

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
  return onObjects(data.artifactBucketArn, kind, action);
}

function keyOf({ data }: Platform, kind: ArtifactKind): string {
  return kind === 'raw' ? data.rawKeyArn : data.artifactKeyArn;
}
