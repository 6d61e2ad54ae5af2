import * as z from 'zod';
import { chunkingNamed } from '../domain/chunking-policy.ts';
import { ChunkingName } from './chunking-name.ts';
import { GuardrailSetting } from './guardrail-setting.ts';
import { RerankerSetting } from './reranker-setting.ts';
import { ServedCalibration } from './served-calibration.ts';

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
  /** Whether Textract recognises the text of scans. */
  TEXTRACT: z.enum(['on', 'off']).default('off'),
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
