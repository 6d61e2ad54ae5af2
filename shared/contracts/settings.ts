import * as z from 'zod/mini';
import { chunkingNamed } from '../domain/chunking-policy.ts';
import { madeOnce } from '../domain/made-once.ts';
import { chunkingName } from './chunking-name.ts';
import { guardrailSetting } from './guardrail-setting.ts';
import { rerankerSetting } from './reranker-setting.ts';
import { servedCalibration } from './served-calibration.ts';

/** Name of the policy file beside the code of the query function, where an environment has one. */
export const POLICY_FILE = 'policy.json';

/**
 * Passages of one document among the ten that an answerer sees: two places are left for others, where others have any. What
 * fewer cost is told by `affidavit evaluate answers` with `AFFIDAVIT_SOURCE_CAP` set.
 */
export const DEFAULT_SOURCE_CAP = 8;

/** One instance for all that are read so: it holds no state. */
const nonEmpty = madeOnce(() => z.string().check(z.minLength(1)));

/** Environment variables of the functions, by what they configure: how each is read. */
const SETTINGS = {
  /** Stage of the app, a dimension of every metric. */
  ENVIRONMENT: nonEmpty,
  /** Least level of the lines that functions write of their runs. */
  LOG_LEVEL: () => z._default(z.enum(['info', 'warn', 'error']), 'info'),
  /** Where Lambda takes traces, which it sets by itself where a function is traced. */
  AWS_XRAY_DAEMON_ADDRESS: () => z.optional(z.string().check(z.regex(/^[\w.-]+:\d+$/))),
  /** Where clients of AWS find it when it is not in its usual place: an emulator's. No stack of ours sets it. */
  AWS_ENDPOINT_URL: () => z.optional(z.url()),
  DOCUMENT_BUCKET: nonEmpty,
  ARTIFACT_BUCKET: nonEmpty,
  /** ARN of the KMS key for text before redaction; the bucket's own key without it. */
  RAW_KEY_ARN: () => z.optional(nonEmpty()),
  LEDGER_TABLE: nonEmpty,
  MASTER_KEY_SECRET: nonEmpty,
  /** Whether Comprehend looks for personal data too, beside our own detectors. */
  COMPREHEND: () => z._default(z.enum(['on', 'off']), 'off'),
  /** Whether Textract recognises the text of scans. */
  TEXTRACT: () => z._default(z.enum(['on', 'off']), 'off'),
  INDEX_ENDPOINT: nonEmpty,
  INDEX_DOMAIN: nonEmpty,
  EMBEDDING_MODEL_ID: nonEmpty,
  /** Length of the index's vectors. */
  EMBEDDING_DIMENSIONS: () => z._default(z.pipe(z.coerce.number(), z.literal([256, 512, 1024])), 1024),
  ANSWER_MODEL_ID: nonEmpty,
  /** Whether vectors of questions and proposals of answers are remembered. */
  CACHES: () => z._default(z.enum(['on', 'off']), 'on'),
  /** Asked when the first one fails. */
  SECOND_ANSWER_MODEL_ID: () => z.optional(nonEmpty()),
  /** Days after which half of what age can take of a passage's score is gone; age counts for nothing without it. */
  FRESHNESS_DAYS: () =>
    z.optional(
      z.union([
        z.pipe(
          z.literal('off'),
          z.transform(() => undefined),
        ),
        z.coerce.number().check(z.positive()),
      ]),
    ),
  /** Passages of one document, at most, while other documents have some. */
  SOURCE_CAP: () => z._default(z.coerce.number().check(z.int(), z.positive()), DEFAULT_SOURCE_CAP),
  /** Who reranks, as JSON of the environment's setting. */
  RERANKER: () =>
    z.pipe(
      z.pipe(
        z._default(z.string(), '"off"'),
        z.transform((text): unknown => JSON.parse(text)),
      ),
      rerankerSetting(),
    ),
  /** Whether the rules that always hold are all, or those of the file beside the code come after them. */
  POLICY: () => z._default(z.enum(['default', 'file']), 'default'),
  /** Who judges beside the policy, as JSON of the environment's setting. */
  GUARDRAIL: () =>
    z.pipe(
      z.pipe(
        z._default(z.string(), '"off"'),
        z.transform((text): unknown => JSON.parse(text)),
      ),
      guardrailSetting(),
    ),
  /** Who says how well quotes carry claims, for the receipt alone. */
  SECOND_CHECK: () => z._default(z.enum(['off', 'embedding', 'guardrail']), 'off'),
  /** Asked for the class of documents that nothing else tells; nobody without it. */
  CLASS_MODEL_ID: () => z.optional(nonEmpty()),
  /** As JSON what was fitted to the embedding model; `none`: ours, for models that we measured. */
  CALIBRATION: () =>
    z.pipe(
      z.pipe(
        z._default(z.string(), 'none'),
        z.transform((text): unknown => (text === 'none' ? undefined : JSON.parse(text))),
      ),
      z.optional(z.lazy(servedCalibration)),
    ),
  STATE_MACHINE_ARN: nonEmpty,
  /** Name of the function that answers questions, for whoever asks it beside the API. */
  QUERY_FUNCTION: nonEmpty,
  /** Executions at once, of all tenants and of one. */
  SLOTS_TOTAL: () => z.coerce.number().check(z.int(), z.minimum(1)),
  SLOTS_PER_TENANT: () => z.coerce.number().check(z.int(), z.minimum(1)),
  ADMISSION_QUEUE_URL: nonEmpty,
  TOKEN_ISSUER: nonEmpty,
  TOKEN_AUDIENCE: nonEmpty,
  TOKEN_JWKS_URI: () => z.url(),
  /** The environment's name, and as JSON the tenants that have a usage plan to themselves. */
  USAGE_ENVIRONMENT: nonEmpty,
  USAGE_TENANTS: () =>
    z.pipe(
      z.pipe(
        z.string(),
        z.transform((text): unknown => JSON.parse(text)),
      ),
      z.array(z.string()),
    ),
  CHUNKING: () =>
    z.pipe(
      chunkingName(),
      z.transform((name) => chunkingNamed(name)),
    ),
  MAX_DOCUMENT_BYTES: () => z.coerce.number().check(z.int(), z.positive()),
};

type SettingSchemas = typeof SETTINGS;

/** Name of an environment variable that some function reads. */
export type SettingName = keyof SettingSchemas;

/**
 * What a function reads of its environment. Each `index.ts` picks its settings, and only their schemas are made: those of
 * the others took a tenth of what a function takes to load (`npm run bench:bundles`).
 */
export const FunctionSettings = {
  names: Object.keys(SETTINGS) as readonly SettingName[], // TypeScript types the keys of any object as string.
  pick: <Name extends SettingName>(wanted: Readonly<Record<Name, true>>) =>
    z.object(
      Object.fromEntries(Object.keys(wanted).map((name) => [name, SETTINGS[name as Name]()])) as {
        [Picked in Name]: ReturnType<SettingSchemas[Picked]>;
      }, // As it was made by these names.
    ),
};

/** What every function reads: it notes its runs. */
export const EVERY_FUNCTION = { ENVIRONMENT: true, LOG_LEVEL: true, AWS_XRAY_DAEMON_ADDRESS: true } as const;
