import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { collectionRuleSchema } from '#shared/contracts/ledger-records.ts';
import type { CollectionRule } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';

const AskerSchema = z.object({ tenant: z.string(), user: z.string(), groups: z.array(z.string()) });

/** What answers a question: a document, as `<tenant>/<collection>/<path>`, and words of it. */
const ExpectedSchema = z.object({ document: z.string(), passage: z.string() });
export type ExpectedPassage = z.output<typeof ExpectedSchema>;

const QuestionSchema = z
  .object({
    id: z.string(),
    question: z.string(),
    kind: z.enum(['answerable', 'paraphrase', 'table', 'name', 'conflict', 'unanswerable', 'forbidden']),
    asker: AskerSchema,
    /** Of a forbidden question: somebody to whom it is answered. */
    permitted: AskerSchema.optional(),
    expected: ExpectedSchema.optional(),
    /** What a whole answer quotes besides; of a `conflict`, what says otherwise. */
    parts: z.array(ExpectedSchema).min(1).optional(),
    /** By what figures are also told apart. */
    slices: z.record(z.string(), z.string()).optional(),
  })
  .refine(({ kind, expected, parts }) => kind !== 'conflict' || (expected && parts), {
    error: 'a conflict takes what is expected and, as its parts, what says otherwise',
  });
export type EvaluatedQuestion = z.output<typeof QuestionSchema>;
export type Asker = z.output<typeof AskerSchema>;

/** Questions about documents, with what must come of each. */
export interface QuestionFile {
  readonly name: string;
  readonly questions: readonly EvaluatedQuestion[];
  readonly collections: readonly CollectionRule[];
  /** Folder that holds `<tenant>/<collection>/<path>`. */
  readonly documents: string;
}

/**
 * Reads a question file, with `collections.json` and `documents/tenants/` beside it. docs/cli.md tells the format.
 *
 * @throws PipelineFailure `InputInvalid` when one is missing or malformed, or nothing is asked.
 */
export async function readQuestionFile(file: string): Promise<QuestionFile> {
  const folder = path.dirname(file);
  return {
    name: path.basename(file, '.json'),
    questions: await readJson(file, z.array(QuestionSchema).min(1)),
    collections: await readJson(path.join(folder, 'collections.json'), z.array(collectionRuleSchema())),
    documents: path.join(folder, 'documents', 'tenants'),
  };
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new PipelineFailure('InputInvalid', `${path.basename(file)} is missing or malformed`, { cause });
  }
}
