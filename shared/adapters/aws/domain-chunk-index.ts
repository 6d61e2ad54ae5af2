import type { ChunkIndex } from '../../ports/chunk-index.ts';
import { systemClock } from '../portable/system-clock.ts';
import { textAnalyzer } from '../portable/text-analyzer.ts';
import { openSearchChunkIndex } from './open-search-chunk-index.ts';
import { type OpenSearchConnectionOptions, openSearchConnection } from './open-search-connection.ts';

/** Chunks in the managed domain at an endpoint, to which it connects at first need. */
export function domainChunkIndex(options: OpenSearchConnectionOptions): ChunkIndex {
  return openSearchChunkIndex({
    connect: openSearchConnection(options),
    analyzer: textAnalyzer(),
    clock: systemClock,
  });
}
