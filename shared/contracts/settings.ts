import * as z from 'zod';
import { chunkingNamed, DEFAULT_CHUNKING_NAME } from '../domain/chunking-policy.ts';
import { PipelineFailure } from '../domain/failures.ts';

/** How documents are cut, by its name such as `structure-200`. Documents that were cut otherwise are processed anew. */
const ChunkingName = z.string().superRefine((name, { addIssue }) => {
  try {
    chunkingNamed(name);
  } catch (cause) {
    if (!(cause instanceof PipelineFailure)) throw cause;
    addIssue({ code: 'custom', message: cause.message });
  }
});

/** Environment variables of the functions, by what they configure. Each `index.ts` picks those that it reads. */
export const FunctionSettings = z.object({
  DOCUMENT_BUCKET: z.string().min(1),
  ARTIFACT_BUCKET: z.string().min(1),
  /** ARN of the KMS key for text before redaction; the bucket's own key without it. */
  RAW_KEY_ARN: z.string().min(1).optional(),
  LEDGER_TABLE: z.string().min(1),
  MASTER_KEY_SECRET: z.string().min(1),
  INDEX_ENDPOINT: z.string().min(1),
  INDEX_DOMAIN: z.string().min(1),
  EMBEDDING_MODEL_ID: z.string().min(1),
  /** Length of the index's vectors. */
  EMBEDDING_DIMENSIONS: z.coerce
    .number()
    .pipe(z.literal([256, 512, 1024]))
    .default(1024),
  ANSWER_MODEL_ID: z.string().min(1),
  STATE_MACHINE_ARN: z.string().min(1),
  /** Executions at once, of all tenants and of one. */
  SLOTS_TOTAL: z.coerce.number().int().min(1),
  SLOTS_PER_TENANT: z.coerce.number().int().min(1),
  ADMISSION_QUEUE_URL: z.string().min(1),
  TOKEN_ISSUER: z.string().min(1),
  TOKEN_AUDIENCE: z.string().min(1),
  TOKEN_JWKS_URI: z.url(),
  CHUNKING: ChunkingName.transform((name) => chunkingNamed(name)),
  MAX_DOCUMENT_BYTES: z.coerce.number().int().positive(),
});

/** One file of `infra/environments`: everything in which environments differ. */
export const EnvironmentSettings = z.strictObject({
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
  }),
  /**
   * Executions at once, of all tenants and of one. The upper end is a tenth of the Lambdas that an account runs at once
   * unless it asked for more, for each may have ten batches in work. Source: Lambda quotas.
   */
  slots: z
    .strictObject({ total: z.int().min(1).max(100), perTenant: z.int().min(1).max(100) })
    .refine(({ total, perTenant }) => perTenant <= total, 'perTenant is at most total'),
  models: z.strictObject({
    embedding: z.string(),
    embeddingDimensions: z.literal([256, 512, 1024]),
    answer: z.string(),
    /** Where inference profiles of these models may send what they are given. A profile that leaves them is refused. */
    regions: z.array(z.string()).min(1),
  }),
  tokens: z.strictObject({ issuer: z.url(), audience: z.string(), jwksUri: z.url() }),
  /** One of the terms that CloudWatch Logs knows. */
  logRetentionDays: z.literal([7, 14, 30, 60, 90, 180, 365]),
  throttle: z.strictObject({
    requestsPerSecond: z.int().positive(),
    burst: z.int().positive(),
    /** From one address in five minutes; the firewall counts no less than 10. */
    requestsPerAddress: z.int().min(10),
  }),
});
export type EnvironmentSettings = z.output<typeof EnvironmentSettings>;

/** Settings of a stack on one machine, from environment variables; all have defaults. */
export const LocalSettings = z.object({
  /** Where state is kept. */
  AFFIDAVIT_HOME: z.string().default('.affidavit'),
  AFFIDAVIT_PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
  /** Base URL of an OpenAI-compatible endpoint such as http://127.0.0.1:11434/v1; extractive answers without one. */
  AFFIDAVIT_MODEL_URL: z.url().optional(),
  AFFIDAVIT_MODEL: z.string().optional(),
  AFFIDAVIT_MODEL_KEY: z.string().optional(),
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
  AFFIDAVIT_MAX_WAITING: z.coerce.number().int().min(0).max(10_000).default(16),
  AFFIDAVIT_MAX_WAIT_MS: z.coerce.number().int().min(0).max(60_000).default(250),
  AFFIDAVIT_CHUNKING: ChunkingName.default(DEFAULT_CHUNKING_NAME),
  AFFIDAVIT_MAX_DOCUMENT_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(100 * 1024 * 1024),
});
export type LocalSettings = z.output<typeof LocalSettings>;
