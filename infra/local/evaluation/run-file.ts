import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type * as z from 'zod';
import { type EvaluationRun, EvaluationRunSchema } from '#shared/contracts/evaluation-run.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';

/** @throws PipelineFailure `InputInvalid` when it is missing or is no run; it says where, and repeats no value. */
export function readRun(file: string): Promise<EvaluationRun> {
  return readShaped(file, EvaluationRunSchema, JSON.parse);
}

/** @throws PipelineFailure `InputInvalid` when the set that was measured makes no run, such as with two cases of one id. */
export async function writeRun(file: string, run: EvaluationRun): Promise<void> {
  const shaped = inShape(run, EvaluationRunSchema, 'the run of this set');
  await writeFile(file, `${JSON.stringify(shaped)}\n`);
}

/**
 * Reads a file that a person or a command wrote, in the shape of a schema.
 *
 * @throws PipelineFailure `InputInvalid`, which names the file and the places that are wrong.
 */
export async function readShaped<T>(file: string, schema: z.ZodType<T>, parse: (text: string) => unknown): Promise<T> {
  const text = await readFile(file, 'utf8');
  let read: unknown;
  try {
    read = parse(text);
  } catch (cause) {
    throw new PipelineFailure('InputInvalid', `${path.basename(file)} cannot be read`, { cause });
  }
  return inShape(read, schema, path.basename(file));
}

function inShape<T>(read: unknown, schema: z.ZodType<T>, what: string): T {
  const parsed = schema.safeParse(read);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
  throw new PipelineFailure('InputInvalid', `${what} is malformed (${wrong.join('; ')})`);
}
