import type { FunctionName } from '#shared/contracts/steps.ts';

export interface FunctionShape {
  /** MiB. Lambda gives CPU in proportion: one whole core at 1,769. */
  readonly memory: number;
  readonly timeoutSeconds: number;
  /** Calls that may run at once, when that is limited; so many of the account's are kept for it. */
  readonly callsAtOnce?: number;
}

/** Waits on services more than it computes. */
const SMALL: FunctionShape = { memory: 512, timeoutSeconds: 60 };

/**
 * What each function gets. Ours to change: `npm run bench` shows where the time goes, Lambda's report lines show the
 * memory taken.
 */
export const FUNCTION_SHAPES: Readonly<Record<FunctionName, FunctionShape>> = {
  identify: { memory: 1_024, timeoutSeconds: 60 }, // Holds the whole document.
  extract: { memory: 3_008, timeoutSeconds: 600 }, // The document, its pages and a parser in a worker.
  recognise: { memory: 3_008, timeoutSeconds: 600 }, // The words of 3,000 pages, told 1,000 at a time, and their layout.
  redact: { memory: 1_769, timeoutSeconds: 300 }, // The model runs on one core.
  classify: { memory: 512, timeoutSeconds: 300 }, // One call of a model that may be throttling.
  chunk: { memory: 1_769, timeoutSeconds: 300 }, // Every page of the document.
  embed: { memory: 1_024, timeoutSeconds: 300 }, // 512 chunks through a model that may be throttling, and 11 MiB of vectors.
  'index-chunks': { memory: 1_024, timeoutSeconds: 120 },
  publish: SMALL,
  reject: SMALL,
  route: { memory: 256, timeoutSeconds: 15 },
  admit: SMALL,
  dispatch: { memory: 512, timeoutSeconds: 50 }, // Called every minute.
  reconcile: { memory: 512, timeoutSeconds: 840, callsAtOnce: 1 }, // Called every 15 minutes at the most.
  canary: { memory: 512, timeoutSeconds: 600, callsAtOnce: 1 }, // Called every 15 minutes; waits, most of the time.
  redrive: { memory: 512, timeoutSeconds: 840 }, // Called by an operator: some writes a document.
  authorizer: { memory: 256, timeoutSeconds: 10 },
  query: { memory: 1_769, timeoutSeconds: 29 }, // As long as API Gateway waits. The model of redaction runs here too.
  documents: { memory: 512, timeoutSeconds: 29 },
  'prepare-index': { memory: 512, timeoutSeconds: 900 },
};
