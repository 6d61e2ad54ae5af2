import type { Clock } from '../../ports/clock.ts';
import type { GenerationIndex } from '../../ports/index-generations.ts';

/**
 * The same index, after each of whose calls others on this thread have their turn: an embedded index answers without
 * ever letting go of it, and thousands of calls in a row would keep questions waiting to the end.
 */
export function yieldingIndex(index: GenerationIndex, clock: Clock): GenerationIndex {
  const rested = async <T>(call: Promise<T>): Promise<T> => {
    const result = await call;
    await clock.sleep(0);
    return result;
  };
  return {
    write: (...call) => rested(index.write(...call)),
    setAccess: (...call) => rested(index.setAccess(...call)),
    searchLexical: (...call) => rested(index.searchLexical(...call)),
    searchVector: (...call) => rested(index.searchVector(...call)),
    removeDocument: (...call) => rested(index.removeDocument(...call)),
    removeAttempt: (...call) => rested(index.removeAttempt(...call)),
    attempts: (...call) => rested(index.attempts(...call)),
    chunkPage: (...call) => rested(index.chunkPage(...call)),
    documentAccess: (...call) => rested(index.documentAccess(...call)),
    count: (...call) => rested(index.count(...call)),
  };
}
