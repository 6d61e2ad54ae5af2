import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { type GoldSet, GoldSetSchema } from '#shared/contracts/gold-set.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { findFiles } from '../find-files.ts';
import type { GoldDocument } from './gold-document.ts';
import { readShaped } from './run-file.ts';
import { readSquad } from './squad-corpus.ts';

/** A gold set with its documents. */
export interface LabelledCorpus {
  readonly gold: GoldSet;
  readonly documents: readonly GoldDocument[];
  /** SHA-256 over paths and bytes of the documents, hexadecimal: the same whatever they are cut into. */
  readonly corpusHash: string;
  /** SHA-256 over questions and labels. */
  readonly goldHash: string;
}

/**
 * Reads a gold set: a JSON file with `documents/` beside it, or a folder with `questions.csv` and the corpora it names
 * as Markdown files, in the layout of Chroma's chunking evaluation; or a file in the layout of SQuAD.
 *
 * @throws PipelineFailure `InputInvalid` when something is missing or malformed.
 */
export async function readLabelledCorpus(place: string): Promise<LabelledCorpus> {
  const isFolder = (await stat(place)).isDirectory();
  const squad = isFolder ? undefined : await readSquad(place);
  if (squad !== undefined) return labelledCorpus(squad.gold, squad.documents);
  const gold = isFolder ? await readQuestionTable(place) : await readShaped(place, GoldSetSchema, JSON.parse);
  const root = isFolder ? place : path.join(path.dirname(place), 'documents');
  const named = new Set(gold.cases.flatMap(({ expected }) => expected.map(({ document }) => document)));
  const paths = isFolder ? [...named].sort() : (await findFiles([root])).map((found) => found.path).sort();
  const absent = [...named].filter((document) => !paths.includes(document) || !existsSync(path.join(root, document)));
  if (absent.length > 0) throw new PipelineFailure('InputInvalid', `${absent.length} labelled documents are not there`);
  const documents = await Promise.all(
    paths.map(async (document) => ({
      path: document,
      bytes: new Uint8Array(await readFile(path.join(root, document))),
    })),
  );
  return labelledCorpus(gold, documents);
}

/** With the fingerprints that runs are compared by. */
export function labelledCorpus(gold: GoldSet, documents: readonly GoldDocument[]): LabelledCorpus {
  return { gold, documents, corpusHash: hashOf(documents), goldHash: sha256(JSON.stringify(gold.cases)) };
}

const ReferencesSchema = z.array(z.object({ content: z.string().min(1) })).min(1);
const RowSchema = z.object({ question: z.string(), references: z.string(), corpus_id: z.string().regex(/^[\w-]+$/) });

async function readQuestionTable(folder: string): Promise<GoldSet> {
  const rows = await readShaped(path.join(folder, 'questions.csv'), z.array(RowSchema), (text) =>
    parse(text, { columns: true, bom: true }),
  );
  return {
    schema: 'affidavit.gold-set/1',
    name: path.basename(path.resolve(folder)),
    version: '1',
    cases: rows.map(({ question, references, corpus_id: corpus }, at) => ({
      id: `${corpus}/${at + 1}`,
      question,
      slices: { corpus },
      expected: parsedReferences(references, at + 1).map(({ content }) => ({
        ...{ document: `${corpus}.md`, quote: content, grade: 1 },
      })),
    })),
  };
}

function parsedReferences(text: string, row: number) {
  try {
    return ReferencesSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new PipelineFailure('InputInvalid', `questions.csv has no references in row ${row}`, { cause });
  }
}

function hashOf(documents: readonly GoldDocument[]): string {
  const hash = createHash('sha256');
  for (const { path: name, bytes } of documents) hash.update(`${name}:${bytes.length}:`).update(bytes);
  return hash.digest('hex');
}

/** Hexadecimal. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
