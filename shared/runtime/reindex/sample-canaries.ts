import { type AttemptCount, evenSample } from '../../domain/index-generation.ts';
import type { GenerationIndex } from '../../ports/index-generations.ts';
import type { Canary } from './canary-recall.ts';

/** Passages that are searched for: each half per cent is one of them. */
const CANARIES = 200;

/** Attempts to a page of the listing. */
const PAGE = 500;

/** Passages of many documents, evenly over the whole index; of a document only its first page of chunks is looked at. */
export async function sampleCanaries(index: GenerationIndex, signal: AbortSignal): Promise<Canary[]> {
  const attempts = await every(index, signal);
  const sampled = evenSample(attempts.length, CANARIES);
  const perAttempt = Math.ceil(CANARIES / Math.max(1, sampled.length));
  const canaries: Canary[] = [];
  for (const position of sampled) {
    const attempt = attempts[position];
    const access = attempt && (await index.documentAccess(attempt, signal));
    if (attempt === undefined || access === undefined || access.access.length === 0) continue; // Nobody finds it.
    const page = await index.chunkPage(attempt, undefined, signal);
    for (const at of evenSample(page.length, perAttempt)) {
      const chunk = page[at];
      if (chunk !== undefined) canaries.push({ chunk, access });
    }
  }
  return canaries.slice(0, CANARIES);
}

async function every(index: GenerationIndex, signal: AbortSignal): Promise<AttemptCount[]> {
  const found: AttemptCount[] = [];
  for (;;) {
    const page = await index.attempts(found.at(-1), PAGE, signal);
    if (page.length === 0) return found;
    found.push(...page);
  }
}
