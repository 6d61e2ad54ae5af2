import { onTestFinished } from 'vitest';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { chunkIndexSuite } from './suites/chunk-index-suite.ts';

chunkIndexSuite({
  name: 'local: SQLite',
  create: () => {
    const files = openIndexFiles(':memory:');
    onTestFinished(() => files.close());
    return sqliteChunkIndex(files, { analyzer: spacedWordsAnalyzer });
  },
});
