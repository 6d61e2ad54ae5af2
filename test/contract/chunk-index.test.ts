import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { INDEX_SCHEMA } from '#shared/adapters/local/index-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { chunkIndexSuite } from './suites/chunk-index-suite.ts';

chunkIndexSuite({
  name: 'local: SQLite',
  create: () => {
    const database = openDatabase(join(temporaryFolder(), 'index.db'), INDEX_SCHEMA);
    onTestFinished(() => database.close());
    return sqliteChunkIndex(database, { analyzer: spacedWordsAnalyzer });
  },
});
