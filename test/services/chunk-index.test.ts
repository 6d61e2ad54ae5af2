import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { chunkIndexSuite } from '../contract/suites/chunk-index-suite.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { describeServices } from './describe-services.ts';
import { serviceIndex } from './service-index.ts';

describeServices(['openSearch'], ({ openSearch }) => {
  const { connect, wipe } = serviceIndex(openSearch);

  chunkIndexSuite({
    name: 'aws: OpenSearch',
    create: async () => {
      await wipe();
      return openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: systemClock });
    },
  });
});
