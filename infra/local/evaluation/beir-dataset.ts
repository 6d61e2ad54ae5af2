import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Judgements } from '#shared/domain/metrics.ts';
import { parsedJson } from '#shared/domain/parsed-json.ts';
import { sha256 } from './gold-set-files.ts';

interface CorpusDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

interface Query {
  readonly id: string;
  readonly text: string;
  readonly judgements: Judgements;
}

/** A retrieval test collection. */
export interface BeirDataset {
  /** Name of its folder. */
  readonly name: string;
  readonly corpus: readonly CorpusDocument[];
  /** SHA-256 of the corpus file, hexadecimal. */
  readonly hash: string;
  /** SHA-256 of queries and judgements, hexadecimal. */
  readonly goldHash: string;
  /** Queries that have a judgement, in the file's order. */
  readonly queries: readonly Query[];
}

const DocumentLine = z.object({ _id: z.string(), title: z.string().default(''), text: z.string() });
const QueryLine = z.object({ _id: z.string(), text: z.string() });

/**
 * Reads a folder in BEIR's layout: `corpus.jsonl`, `queries.<split>.jsonl` or `queries.jsonl`, `qrels/<split>.tsv` with
 * or without a header.
 *
 * @throws PipelineFailure `InputInvalid` when a file is missing or malformed, or no query has a judgement; it names the file
 * and the line.
 */
export async function readBeirDataset(folder: string, split: string): Promise<BeirDataset> {
  const ofSplit = path.join(folder, `queries.${split}.jsonl`);
  const judgements = await readJudgements(path.join(folder, 'qrels', `${split}.tsv`));
  const queries = await readLines(existsSync(ofSplit) ? ofSplit : path.join(folder, 'queries.jsonl'), QueryLine);
  const corpusFile = path.join(folder, 'corpus.jsonl');
  const corpus = await readLines(corpusFile, DocumentLine);
  const judged = queries.flatMap(({ _id: id, text }) => {
    const own = judgements.get(id);
    return own === undefined ? [] : [{ id, text, judgements: own }];
  });
  if (judged.length === 0) throw new PipelineFailure('InputInvalid', `${split}.tsv judges no query of the folder`);

  return {
    name: path.basename(path.resolve(folder)),
    corpus: corpus.map(({ _id: id, title, text }) => ({ id, title, text })),
    hash: sha256(await readFile(corpusFile)),
    goldHash: sha256(JSON.stringify(judged.map((query) => [query.id, query.text, ...query.judgements]))),
    queries: judged,
  };
}

async function readJudgements(file: string): Promise<ReadonlyMap<string, Judgements>> {
  const judgements = new Map<string, Map<string, number>>();
  await eachLine(file, (line, number) => {
    const [query, document, grade] = line.split('\t');
    const value = Number(grade);
    if (query === undefined || document === undefined || grade === undefined || !Number.isInteger(value)) {
      if (number === 1) return; // The header.
      throw malformed(file, number);
    }
    const judged = judgements.get(query) ?? new Map<string, number>();
    judgements.set(query, judged.set(document, value));
  });
  return judgements;
}

async function readLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const rows: T[] = [];
  await eachLine(file, (line, number) => {
    const parsed = schema.safeParse(parsedJson(line));
    if (!parsed.success) throw malformed(file, number);
    rows.push(parsed.data);
  });
  return rows;
}

async function eachLine(file: string, read: (line: string, number: number) => void): Promise<void> {
  if (!existsSync(file)) throw new PipelineFailure('InputInvalid', `${path.basename(file)} is not in the folder`);
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() !== '') read(line, number);
  }
}

function malformed(file: string, line: number): PipelineFailure {
  return new PipelineFailure('InputInvalid', `${path.basename(file)} is not in BEIR's layout at line ${line}`);
}
