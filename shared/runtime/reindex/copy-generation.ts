import type { DocumentPlace, IndexGenerations } from '../../ports/index-generations.ts';
import { type CopyPorts, copyDocument } from './copy-document.ts';
import type { ReindexPair } from './plan-reindex.ts';
import type { ReindexPorts } from './reindex-ports.ts';

export interface ReindexOptions {
  readonly documentsPerMinute: number;
  /** Asked after each page; where it says no, the rest is left to the next call. */
  readonly mayGoOn?: () => boolean;
  /** Told how many chunks the new generation has, of how many. */
  readonly onProgress?: (copied: number, total: number) => void;
}

/**
 * Attempts to a page, whose documents are copied at once: a domain shows a write to searches once a second, and each copy
 * waits for that. What is copied again after a kill is one page at most.
 */
const PAGE = 8;

/** Copies document by document, from where the last call stopped. Gives how many, and whether all are done. */
export async function copyGeneration(
  pair: ReindexPair,
  copy: CopyPorts,
  { generations, clock }: Pick<ReindexPorts, 'generations' | 'clock'>,
  { documentsPerMinute, mayGoOn = () => true, onProgress = () => undefined }: ReindexOptions,
  signal: AbortSignal,
): Promise<{ readonly documents: number; readonly isDone: boolean }> {
  const turn = pace(documentsPerMinute, clock);
  let documents = 0;
  let after = await resumePoint(pair, generations, signal);
  for (;;) {
    const page = await copy.from.attempts(after, PAGE, signal);
    const last = page.at(-1);
    if (last === undefined) return { documents, isDone: true };
    const places = distinctPlaces(page);
    await turn(places.length, signal);
    await Promise.all(places.map((place) => copyDocument(place, copy, signal)));
    documents += places.length;
    const { chunks: _chunks, ...attempt } = last;
    after = attempt;
    await generations.markCopied(pair.building, after, signal);
    onProgress(await copy.to.count(signal), await copy.from.count(signal));
    if (!mayGoOn()) return { documents, isDone: false };
  }
}

async function resumePoint({ building }: ReindexPair, generations: IndexGenerations, signal: AbortSignal) {
  return (await generations.list(signal)).find(({ number }) => number === building.number)?.copied;
}

function distinctPlaces(attempts: readonly DocumentPlace[]): DocumentPlace[] {
  return [...new Map(attempts.map((each) => [`${each.tenantId} ${each.documentId}`, each])).values()];
}

/** Lets so many documents a minute go by. */
function pace(documentsPerMinute: number, clock: ReindexPorts['clock']) {
  let nextAt = clock.now();
  return async (documents: number, signal: AbortSignal): Promise<void> => {
    const early = nextAt - clock.now();
    if (early > 0) await clock.sleep(early, signal);
    nextAt = Math.max(nextAt, clock.now()) + (documents * 60_000) / documentsPerMinute;
  };
}
