import * as z from 'zod';
import { DEFAULT_CHUNKING_NAME } from '../domain/chunking-policy.ts';
import { chunkingName } from './chunking-name.ts';
import { DEFAULT_SOURCE_CAP } from './settings.ts';

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
  /** Asked by `evaluate … --judge` what it thinks of answers; the first model without it. */
  AFFIDAVIT_JUDGE_MODEL_URL: z.url().optional(),
  AFFIDAVIT_JUDGE_MODEL: z.string().optional(),
  AFFIDAVIT_JUDGE_MODEL_KEY: z.string().optional(),
  /** Whether that first model is asked for the class of documents that nothing else tells. */
  AFFIDAVIT_CLASS_MODEL: z.enum(['on', 'off']).default('off'),
  /** Whether vectors, searches and proposals of answers are remembered. */
  AFFIDAVIT_CACHES: z.enum(['on', 'off']).default('on'),
  /** Days after which half of what age can take of a passage's score is gone; age counts for nothing without it. */
  AFFIDAVIT_FRESHNESS_DAYS: z.coerce.number().positive().optional(),
  /** Passages of one document, at most, while other documents have some. */
  AFFIDAVIT_SOURCE_CAP: z.coerce.number().int().positive().default(DEFAULT_SOURCE_CAP),
  /** Whether the embedder says on the receipt how near each claim of a model is to its quote. */
  AFFIDAVIT_SECOND_CHECK: z.enum(['off', 'embedding']).default('off'),
  /** Whether what search found is put into the order of a local reranker: `affidavit evaluate retrieval` says what it gains. */
  AFFIDAVIT_RERANKER: z.enum(['off', 'local', 'cross-encoder']).default('off'),
  /** Folder with `model.onnx` and `tokenizer.json` of a cross-encoder, for `AFFIDAVIT_RERANKER=cross-encoder`. */
  AFFIDAVIT_RERANKER_MODEL: z.string().optional(),
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
  /** Requests answered at once: each takes some time of the one thread, and `npm run bench -- load` shows how long. */
  AFFIDAVIT_MAX_REQUESTS: z.coerce.number().int().min(1).max(1_000).default(3),
  /** Requests that wait for their turn, at most, and for how long; more is refused by 429. */
  AFFIDAVIT_MAX_WAITING: z.coerce.number().int().min(0).max(10_000).default(32),
  AFFIDAVIT_MAX_WAIT_MS: z.coerce.number().int().min(0).max(60_000).default(1_000),
  /** Whether text in pictures of pages is recognised; without it scans are refused. */
  AFFIDAVIT_OCR: z.enum(['on', 'off']).default('on'),
  AFFIDAVIT_CHUNKING: z._default(chunkingName(), DEFAULT_CHUNKING_NAME),
  AFFIDAVIT_MAX_DOCUMENT_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(100 * 1024 * 1024),
});
export type LocalSettings = z.output<typeof LocalSettings>;
