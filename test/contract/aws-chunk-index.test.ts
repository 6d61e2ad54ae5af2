import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { fakeOpenSearch } from '../doubles/fake-open-search.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { chunkIndexSuite } from './suites/chunk-index-suite.ts';

chunkIndexSuite({
  name: 'aws: OpenSearch, over a server in memory',
  create: async () => {
    const { connect } = await fakeOpenSearch();
    return openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() });
  },
});
