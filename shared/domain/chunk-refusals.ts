import { PipelineFailure } from './failures.ts';

/**
 * Share of a document's chunks that an index may refuse while the rest is published. A few odd passages are worth
 * leaving out of a long document; one in ten is no odd passage but a fault of the mapping or of the chunking, and a
 * document that is silently thin is worse than none. Chosen, not measured: the `quarantined` of `affidavit documents
 * --json` shows what real documents have.
 */
export const MAX_REFUSED_SHARE = 0.1;

/** @throws PipelineFailure `ChunksRefused` when more than the share was refused; of a short document, one chunk may be. */
export function assertFewRefused({ refused, chunks }: { readonly refused: number; readonly chunks: number }): void {
  if (refused <= chunks * MAX_REFUSED_SHARE) return;
  throw new PipelineFailure('ChunksRefused', 'the index refused too many chunks of the document', {
    details: { refused, chunks },
  });
}
