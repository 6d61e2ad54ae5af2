import type { EmbedderFingerprint } from '../../domain/fingerprint.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { IndexGenerations } from '../../ports/index-generations.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';

export interface ReindexPorts {
  readonly generations: IndexGenerations;
  /** Tells what documents are filtered by; without it, that is taken over from the generation that serves. */
  readonly ledger?: Pick<Ledger, 'document'> | undefined;
  readonly embedder: Embedder;
  /** Of that embedder. */
  readonly fingerprint: () => Promise<EmbedderFingerprint>;
  readonly analyzer: TextAnalyzer;
  readonly clock: Clock;
}
