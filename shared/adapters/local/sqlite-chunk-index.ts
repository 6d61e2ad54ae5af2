import type { ChunkIndex } from '../../ports/chunk-index.ts';
import { generationalChunkIndex } from '../portable/generational-chunk-index.ts';
import type { IndexFiles } from './index-files.ts';
import { type SqliteGenerationsOptions, sqliteGenerations } from './sqlite-generations.ts';

/** The chunk index in files of SQLite. */
export function sqliteChunkIndex(files: IndexFiles, options: SqliteGenerationsOptions): ChunkIndex {
  return generationalChunkIndex(sqliteGenerations(files, options));
}
