import * as z from 'zod';
import { chunkingNamed, DEFAULT_CHUNKING_NAME } from '../domain/chunking-policy.ts';
import { PipelineFailure } from '../domain/failures.ts';
import { PrincipalNameSchema, TenantIdSchema } from './authorizer.ts';
import { ServedCalibration } from './calibration.ts';
import { GuardrailSetting } from './guardrail-setting.ts';
import { RerankerSetting } from './reranker-setting.ts';

/** How documents are cut, by its name such as `structure-200`. Documents that were cut otherwise are processed anew. */
const ChunkingName = z.string().superRefine((name, { addIssue }) => {
  try {
    chunkingNamed(name);
  } catch (cause) {
    if (!(cause instanceof PipelineFailure)) throw cause;
    addIssue({ code: 'custom', message: cause.message });
  }
});

/** Name of the policy file beside the code of the query function, where an environment has one. */
export const POLICY_FILE = 'policy.json';

/**
 * Passages of one document among the ten that an answerer sees: two places are left for others, where others have any. What
 * fewer cost is told by `affidavit evaluate answers` with `AFFIDAVIT_SOURCE_CAP` set.
 */
export const DEFAULT_SOURCE_CAP = 8;

/** Environment variables of the functions, by what they configure. Each `index.ts` picks those that it reads. */
export const FunctionSettings = z.object({
  /** Stage of the app, a dimension of every metric. */
  ENVIRONMENT: z.string().min(1),
  /** Least level of the lines that functions write of their runs. */
  LOG_LEVEL: z.enum(['info', 'warn', 'error']).default('info'),
  /** Where Lambda takes traces, which it sets by itself where a function is traced. */
  AWS_XRAY_DAEMON_ADDRESS: z
    .string()
    .regex(/^[\w.-]+:\d+$/)
    .optional(),
  DOCUMENT_BUCKET: z.string().min(1),
  ARTIFACT_BUCKET: z.string().min(1),
  /** ARN of the KMS key for text before redaction; the bucket's own key without it. */
  RAW_KEY_ARN: z.string().min(1).optional(),
  LEDGER_TABLE: z.string().min(1),
  MASTER_KEY_SECRET: z.string().min(1),
  /** Whether Comprehend looks for personal data too, beside our own detectors. */
  COMPREHEND: z.enum(['on', 'off']).default('off'),
  INDEX_ENDPOINT: z.string().min(1),
  INDEX_DOMAIN: z.string().min(1),
  EMBEDDING_MODEL_ID: z.string().min(1),
  /** Length of the index's vectors. */
  EMBEDDING_DIMENSIONS: z.coerce
    .number()
    .pipe(z.literal([256, 512, 1024]))
    .default(1024),
  ANSWER_MODEL_ID: z.string().min(1),
  /** Whether vectors of questions and proposals of answers are remembered. */
  CACHES: z.enum(['on', 'off']).default('on'),
  /** Asked when the first one fails. */
  SECOND_ANSWER_MODEL_ID: z.string().min(1).optional(),
  /** Days after which half of what age can take of a passage's score is gone; age counts for nothing without it. */
  FRESHNESS_DAYS: z.union([z.literal('off').transform(() => undefined), z.coerce.number().positive()]).optional(),
  /** Passages of one document, at most, while other documents have some. */
  SOURCE_CAP: z.coerce.number().int().positive().default(DEFAULT_SOURCE_CAP),
  /** Who reranks, as JSON of the environment's setting. */
  RERANKER: z
    .string()
    .default('"off"')
    .transform((text): unknown => JSON.parse(text))
    .pipe(RerankerSetting),
  /** Whether the rules that always hold are all, or those of the file beside the code come after them. */
  POLICY: z.enum(['default', 'file']).default('default'),
  /** Who judges beside the policy, as JSON of the environment's setting. */
  GUARDRAIL: z
    .string()
    .default('"off"')
    .transform((text): unknown => JSON.parse(text))
    .pipe(GuardrailSetting),
  /** Asked for the class of documents that nothing else tells; nobody without it. */
  CLASS_MODEL_ID: z.string().min(1).optional(),
  /** As JSON what was fitted to the embedding model; `none`: ours, for models that we measured. */
  CALIBRATION: z
    .string()
    .default('none')
    .transform((text): unknown => (text === 'none' ? undefined : JSON.parse(text)))
    .pipe(ServedCalibration.optional()),
  STATE_MACHINE_ARN: z.string().min(1),
  /** Name of the function that answers questions, for whoever asks it beside the API. */
  QUERY_FUNCTION: z.string().min(1),
  /** Executions at once, of all tenants and of one. */
  SLOTS_TOTAL: z.coerce.number().int().min(1),
  SLOTS_PER_TENANT: z.coerce.number().int().min(1),
  ADMISSION_QUEUE_URL: z.string().min(1),
  TOKEN_ISSUER: z.string().min(1),
  TOKEN_AUDIENCE: z.string().min(1),
  TOKEN_JWKS_URI: z.url(),
  /** The environment's name, and as JSON the tenants that have a usage plan to themselves. */
  USAGE_ENVIRONMENT: z.string().min(1),
  USAGE_TENANTS: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.string())),
  CHUNKING: ChunkingName.transform((name) => chunkingNamed(name)),
  MAX_DOCUMENT_BYTES: z.coerce.number().int().positive(),
});

/** What every function reads: it notes its runs. */
export const EVERY_FUNCTION = { ENVIRONMENT: true, LOG_LEVEL: true, AWS_XRAY_DAEMON_ADDRESS: true } as const;

/** Requests of a tenant to the API. Its tokens decide who it is; API Gateway counts. */
const UsageLimits = {
  requestsPerSecond: z.int().positive(),
  burst: z.int().positive(),
  requestsPerDay: z.int().positive().optional(),
};

/** Characters of the names in all plans: the authorizer is told them, and Lambda's variables hold 4 KB. */
const MAX_PLAN_NAMES = 3_000;

/** One file of `infra/environments`: everything in which environments differ. */
export const EnvironmentSettings = z
  .strictObject({
    name: z.enum(['dev', 'staging', 'prod']),
    architecture: z.enum(['arm64', 'x86_64']),
    /** Keep buckets, tables and the domain when the stack goes. */
    retainsData: z.boolean(),
    maxDocumentBytes: z.int().positive(),
    chunking: ChunkingName,
    search: z.strictObject({
      instanceType: z.string(),
      instances: z.int().positive(),
      zones: z.int().min(1).max(3),
      volumeGiB: z.int().positive(),
      /** Instance type of three dedicated masters, which keep the domain whole while a data node is busy or gone. */
      masterInstanceType: z.string().optional(),
    }),
    /**
     * Executions at once, of all tenants and of one. The upper end is a tenth of the Lambdas that an account runs at once
     * unless it asked for more, for each may have ten batches in work. Source: Lambda quotas.
     */
    slots: z
      .strictObject({ total: z.int().min(1).max(100), perTenant: z.int().min(1).max(100) })
      .refine(({ total, perTenant }) => perTenant <= total, 'perTenant is at most total'),
    /**
     * Minutes between two calls of the reconciler. At least as many as one may take, and few enough that a pass which was
     * cut short goes on before its cursor is a day old. A pass costs two requests to S3 and some reads a document.
     */
    reconcileMinutes: z.int().min(15).max(360),
    models: z
      .strictObject({
        embedding: z.string(),
        embeddingDimensions: z.literal([256, 512, 1024]),
        answer: z.string(),
        /** Asked when the first one fails: best of another maker or family, so that one outage does not take both. */
        secondAnswer: z.string().optional(),
        /** Asked for the class of documents of which what was learned cannot tell it; nobody when it is left out. */
        documentClass: z.string().optional(),
        /** Where inference profiles of these models may send what they are given. A profile that leaves them is refused. */
        regions: z.array(z.string()).min(1),
        /** Puts what search found into a better order; off when it is left out. */
        reranker: RerankerSetting.optional(),
        /** Judges questions and answers beside the policy; off when it is left out. */
        guardrail: GuardrailSetting.optional(),
      })
      .refine(({ reranker, regions }) => typeof reranker !== 'object' || regions.includes(reranker.region), {
        path: ['reranker', 'region'],
        message: 'is not among the regions that models may be sent to',
      }),
    /** How passages are chosen: `docs/search.md`. */
    retrieval: z
      .strictObject({
        /** Days after which half of what age can take of a score is gone; age counts for nothing without it. */
        freshnessDays: z.number().positive().optional(),
        /** Passages of one document, at most, while other documents have some. */
        sourceCap: z.int().positive().optional(),
      })
      .optional(),
    /** A policy file, as a path below the repository: rules on questions and answers after those that always hold. */
    policy: z.string().min(1).optional(),
    /**
     * What was fitted to the embedding model, from a file that `affidavit calibrate --out` wrote. Without it a model that
     * nobody measured serves as uncalibrated.
     */
    calibration: ServedCalibration.optional(),
    /**
     * Whether Amazon Comprehend looks for personal data too, in English and Spanish text; off when it is left out. It is
     * billed by the character, in documents and in questions.
     */
    comprehend: z.boolean().optional(),
    /** Whether the query function remembers vectors of questions and proposals of answers; on when it is left out. */
    caches: z.enum(['on', 'off']).optional(),
    /** Whose tokens the API accepts. Without one, the environment has a Cognito user pool of its own. */
    tokens: z.strictObject({ issuer: z.url(), audience: z.string(), jwksUri: z.url() }).optional(),
    /** Groups of that user pool. */
    groups: z.array(PrincipalNameSchema).optional(),
    /** A name of yours for the API, and the ARN of its certificate in ACM, in the region of the stacks. */
    domain: z
      .strictObject({
        name: z.hostname(),
        certificateArn: z
          .string()
          .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, 'the ARN of a certificate'),
      })
      .optional(),
    /** Whether functions and the domain stand in a network of their own, without a way to the internet; none by default. */
    network: z
      .strictObject({
        private: z.boolean(),
        /** Zones of the region in which the network has a subnet: each costs an interface of every endpoint. */
        zones: z.int().min(2).max(3),
        cidr: z.cidrv4(),
      })
      .optional(),
    /** `shared` bounds all tenants together that no plan names; a plan bounds each of its tenants by itself. */
    usage: z
      .strictObject({
        shared: z.strictObject(UsageLimits),
        plans: z.array(
          z.strictObject({
            name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'lower-case letters, digits and hyphens'),
            tenants: z.array(TenantIdSchema).min(1),
            ...UsageLimits,
          }),
        ),
      })
      .superRefine(({ plans }, context) => {
        const tenants = plans.flatMap((plan) => plan.tenants);
        const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['plans'], message });
        if (new Set(tenants).size < tenants.length) refuse('a tenant is in one plan at most');
        if (new Set(plans.map(({ name }) => name)).size < plans.length) refuse('two plans have the same name');
        if (JSON.stringify(tenants).length > MAX_PLAN_NAMES) refuse('more tenants than the authorizer can be told');
      }),
    /** Dollars a month after which models are cut off from questions and ingest; nobody watches the bill without it. */
    budget: z.strictObject({ monthlyDollars: z.int().positive() }).optional(),
    /** Least level of the lines that functions write of their runs; `info`, one line a run, when it is left out. */
    logLevel: z.enum(['info', 'warn', 'error']).optional(),
    /** One of the terms that CloudWatch Logs knows. */
    logRetentionDays: z.literal([7, 14, 30, 60, 90, 180, 365]),
    throttle: z.strictObject({
      requestsPerSecond: z.int().positive(),
      burst: z.int().positive(),
      /** From one address in five minutes; the firewall counts no less than 10. */
      requestsPerAddress: z.int().min(10),
    }),
  })
  .refine(({ tokens, groups }) => tokens === undefined || groups === undefined, {
    path: ['groups'],
    message: 'groups are those of the user pool, which is there when no issuer of tokens is named',
  })
  .refine(({ models, calibration }) => calibration === undefined || isFittedTo(models, calibration), {
    path: ['calibration'],
    message: 'it was fitted to another model, or to vectors of another length',
  })
  .refine(({ network, search }) => network?.private !== true || search.zones <= network.zones, {
    path: ['network', 'zones'],
    message: 'the search domain has more zones',
  });
export type EnvironmentSettings = z.output<typeof EnvironmentSettings>;

function isFittedTo(
  { embedding, embeddingDimensions }: { readonly embedding: string; readonly embeddingDimensions: number },
  { fingerprint }: ServedCalibration,
): boolean {
  return fingerprint.modelId === embedding && fingerprint.dimensions === embeddingDimensions;
}

/** Settings of a stack on one machine, from environment variables; all have defaults. */
export const LocalSettings = z.object({
  /** Where state is kept. */
  AFFIDAVIT_HOME: z.string().default('.affidavit'),
  AFFIDAVIT_PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
  /** Base URL of an OpenAI-compatible endpoint such as http://127.0.0.1:11434/v1; extractive answers without one. */
  AFFIDAVIT_MODEL_URL: z.url().optional(),
  AFFIDAVIT_MODEL: z.string().optional(),
  AFFIDAVIT_MODEL_KEY: z.string().optional(),
  /** A policy file: rules on questions and answers. */
  AFFIDAVIT_POLICY: z.string().optional(),
  /** Asked when that model fails, before the extractive answerer. */
  AFFIDAVIT_SECOND_MODEL_URL: z.url().optional(),
  AFFIDAVIT_SECOND_MODEL: z.string().optional(),
  AFFIDAVIT_SECOND_MODEL_KEY: z.string().optional(),
  /** Whether that first model is asked for the class of documents that nothing else tells. */
  AFFIDAVIT_CLASS_MODEL: z.enum(['on', 'off']).default('off'),
  /** Whether vectors, searches and proposals of answers are remembered. */
  AFFIDAVIT_CACHES: z.enum(['on', 'off']).default('on'),
  /** Days after which half of what age can take of a passage's score is gone; age counts for nothing without it. */
  AFFIDAVIT_FRESHNESS_DAYS: z.coerce.number().positive().optional(),
  /** Passages of one document, at most, while other documents have some. */
  AFFIDAVIT_SOURCE_CAP: z.coerce.number().int().positive().default(DEFAULT_SOURCE_CAP),
  /** Whether what search found is put into the order of the local reranker: `affidavit evaluate retrieval` says what it gains. */
  AFFIDAVIT_RERANKER: z.enum(['off', 'local']).default('off'),
  /** Least level of the lines of JSON on standard error, one for each run of a function; none by default. */
  AFFIDAVIT_LOG: z.enum(['off', 'info', 'warn', 'error']).default('off'),
  /** File of a calibration; `calibration.json` of the state folder without it. */
  AFFIDAVIT_CALIBRATION: z.string().optional(),
  /** Threads that embed. */
  AFFIDAVIT_EMBEDDERS: z.coerce.number().int().min(1).max(16).default(2),
  /**
   * Documents in work at once: one embeds while others are read and redacted. With models behind a network a document
   * mostly waits for them, and the disk and one thread are busy with eight: `npm run bench -- --only ingest-stubbed`.
   */
  AFFIDAVIT_SLOTS: z.coerce.number().int().min(1).max(64).default(8),
  /** Of one tenant; all of them when it is not set. */
  AFFIDAVIT_SLOTS_PER_TENANT: z.coerce.number().int().min(1).max(64).optional(),
  /** Requests answered at once. */
  AFFIDAVIT_MAX_REQUESTS: z.coerce.number().int().min(1).max(1_000).default(4),
  /** Requests that wait for their turn, at most, and for how long; more is refused by 429. */
  AFFIDAVIT_MAX_WAITING: z.coerce.number().int().min(0).max(10_000).default(32),
  AFFIDAVIT_MAX_WAIT_MS: z.coerce.number().int().min(0).max(60_000).default(500),
  AFFIDAVIT_CHUNKING: ChunkingName.default(DEFAULT_CHUNKING_NAME),
  AFFIDAVIT_MAX_DOCUMENT_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(100 * 1024 * 1024),
});
export type LocalSettings = z.output<typeof LocalSettings>;
