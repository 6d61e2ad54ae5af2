import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { openSearchGenerations } from '#shared/adapters/aws/open-search-generations.ts';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { sqliteGenerations } from '#shared/adapters/local/sqlite-generations.ts';
import { fakeOpenSearch } from '../doubles/fake-open-search.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { indexGenerationsSuite } from './suites/index-generations-suite.ts';

indexGenerationsSuite({
  name: 'local: SQLite',
  create: () => {
    const files = openIndexFiles(':memory:');
    const options = { analyzer: spacedWordsAnalyzer };
    return { index: sqliteChunkIndex(files, options), generations: sqliteGenerations(files, options) };
  },
});

indexGenerationsSuite({
  name: 'aws: OpenSearch, over a server in memory',
  create: async () => {
    const { connect } = await fakeOpenSearch();
    const options = { connect, analyzer: spacedWordsAnalyzer, clock: manualClock() };
    return { index: openSearchChunkIndex(options), generations: openSearchGenerations(options) };
  },
});
