import * as z from 'zod';
import { attemptSchema } from '../../contracts/attempt.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { EmbedderFingerprint } from '../../domain/fingerprint.ts';
import { INDEX_VERSION, type IndexGeneration } from '../../domain/index-generation.ts';
import type { IndexGenerations } from '../../ports/index-generations.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import type { IndexFiles } from './index-files.ts';
import { createVectorTable, hasTable } from './index-schema.ts';
import { localCall } from './local-call.ts';
import type { Database, Row } from './open-database.ts';
import { sqliteGenerationIndex } from './sqlite-generation-index.ts';

export interface SqliteGenerationsOptions {
  readonly analyzer: TextAnalyzer;
}

const FingerprintSchema = z.object({
  modelId: z.string(),
  dimensions: z.int().positive(),
  probe: z.string(),
}) satisfies z.ZodType<EmbedderFingerprint>;

const RowSchema = z.object({
  number: z.int().positive(),
  state: z.enum(['serving', 'building', 'kept']),
  fingerprint: z.string().transform((json) => FingerprintSchema.parse(JSON.parse(json))),
  version: z.int(),
  copied: z
    .string()
    .transform((json) => attemptSchema().parse(JSON.parse(json)))
    .nullable()
    .transform((copied) => copied ?? undefined),
});

/** Generations as files beside each other, with their list in a file of its own. */
export function sqliteGenerations(files: IndexFiles, { analyzer }: SqliteGenerationsOptions): IndexGenerations {
  const { catalog } = files;
  const call = <T>(signal: AbortSignal | undefined, work: () => T) =>
    localCall('the list of generations did not answer', signal, work);

  return {
    list: (signal) => call(signal, () => listed(files)),
    serving: (signal) =>
      call(signal, () => {
        const row = catalog.get("SELECT * FROM generations WHERE state = 'serving'");
        return row && generationOf(row);
      }),

    create: (fingerprint, state, signal) => call(signal, () => insert(catalog, fingerprint, state)),
    open: (generation) =>
      sqliteGenerationIndex({ generation: generation.number, find: () => databaseOf(files, generation), analyzer }),

    markCopied: ({ number }, copied, signal) =>
      call(signal, () => {
        catalog.run('UPDATE generations SET copied = ? WHERE number = ?', JSON.stringify(copied), number);
      }),
    serve: ({ number }, signal) =>
      call(signal, () => {
        catalog.transaction(() => serve(catalog, number));
      }),
    drop: ({ number }, signal) =>
      call(signal, () => {
        catalog.run("DELETE FROM generations WHERE number = ? AND state <> 'serving'", number);
        if (catalog.get('SELECT 1 FROM generations WHERE number = ?', number) === undefined) files.remove(number);
      }),
  };
}

function listed(files: IndexFiles): IndexGeneration[] {
  const generations = files.catalog.all('SELECT * FROM generations ORDER BY number').map(generationOf);
  files.keepOpen(generations.map(({ number }) => number)); // Another process may have dropped one.
  return generations;
}

function generationOf(row: Row): IndexGeneration {
  const generation = RowSchema.parse(row);
  if (generation.version <= INDEX_VERSION) return generation;
  throw new PipelineFailure('StateNewer', 'a newer release made a generation of the index', {
    details: { version: generation.version, known: INDEX_VERSION },
  });
}

/** Nothing where another already serves, or is already being built. */
function insert(catalog: Database, fingerprint: EmbedderFingerprint, state: 'serving' | 'building'): void {
  catalog.run(
    `INSERT INTO generations (state, fingerprint, version)
     SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM generations WHERE state = ?1)`,
    ...[state, JSON.stringify(fingerprint), INDEX_VERSION],
  );
}

function serve(catalog: Database, number: number): void {
  if (catalog.get('SELECT 1 FROM generations WHERE number = ?', number) === undefined) gone(number);
  catalog.run("UPDATE generations SET state = 'kept' WHERE state = 'serving'");
  catalog.run("UPDATE generations SET state = 'serving' WHERE number = ?", number);
}

function databaseOf(files: IndexFiles, { number, fingerprint }: IndexGeneration): Database {
  if (files.catalog.get('SELECT 1 FROM generations WHERE number = ?', number) === undefined) gone(number);
  const database = files.open(number);
  if (!hasTable(database, 'vectors')) createVectorTable(database, fingerprint.dimensions);
  return database;
}

function gone(number: number): never {
  throw new PipelineFailure('DependencyUnavailable', 'this generation of the index was dropped', {
    details: { generation: number },
  });
}
