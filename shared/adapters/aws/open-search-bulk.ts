import type { RefusedChunk } from '../../domain/chunk.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Pause } from './jittered-pause.ts';
import { type BulkLine, type BulkOutcome, notTaken, readBulkAnswer, tooLarge } from './open-search-bulk-answer.ts';
import type { OpenSearchAnswer, OpenSearchRequests } from './open-search-requests.ts';
import { retryAfterMilliseconds } from './retry-after.ts';

/**
 * Bytes of one bulk request, at most. Small nodes refuse bodies above 10 MiB; half of it leaves room and is within the
 * 5 to 15 MiB that OpenSearch advises. Source: Amazon OpenSearch Service developer guide, "Network limits".
 */
export const MAX_BULK_BYTES = 5 * 1024 * 1024;

/**
 * Rounds in which nothing at all is settled, after which a write gives up: with the pauses between, up to half a minute of
 * a domain that takes nothing. While it takes some, there is an end in sight: of thousands of chunks, one or another is
 * refused eight times by chance alone, and giving up for that one sends its whole batch again. The signal bounds the time.
 */
const MAX_FRUITLESS = 8;

export interface BulkDocument {
  readonly id: string;
  readonly routing: string;
  readonly source: object;
}

export interface BulkTarget {
  readonly send: OpenSearchRequests;
  /** An alias: under the name of an index that is not there, OpenSearch would make one. */
  readonly index: string;
  readonly pause: Pause;
  readonly clock: Clock;
}

/**
 * Writes documents: sends again only those that may heal, sends halves of what is too large, and returns those that the
 * index will never take. All others are found by searches when it returns.
 *
 * @throws PipelineFailure `DependencyUnavailable` when some were not taken to the end. Those that were stay written: an
 *   id written again replaces itself.
 */
export async function bulkIndex(
  documents: readonly BulkDocument[],
  target: BulkTarget,
  signal?: AbortSignal,
): Promise<RefusedChunk[]> {
  const lines = documents.map(lineOf);
  const refused = lines.filter((line) => sizeOf(line) > MAX_BULK_BYTES).map(tooLarge);
  let batches = batchesOf(lines.filter((line) => sizeOf(line) <= MAX_BULK_BYTES));
  let fruitless = 0;
  for (let round = 1; batches.length > 0; round += 1) {
    const sent: Sent[] = [];
    for (const batch of batches) sent.push(...(await sendBatch(batch, target, signal)));
    refused.push(...sent.flatMap((each) => each.refused));
    const left = sent.map(({ again }) => again).filter((again) => again.length > 0);
    if (left.length === 0) break;
    fruitless = countOf(left) < countOf(batches) ? 0 : fruitless + 1;
    if (fruitless === MAX_FRUITLESS) throw notTaken(429, countOf(left));
    await target.pause(round, signal, Math.max(...sent.map((each) => each.askedPause)));
    batches = left;
  }
  return refused;
}

type Batch = readonly BulkLine[];

interface Sent extends BulkOutcome {
  /** Milliseconds that the other side asks to be left alone. */
  readonly askedPause: number;
}

function lineOf({ id, routing, source }: BulkDocument): BulkLine {
  return { id, content: `${JSON.stringify({ index: { _id: id, routing } })}\n${JSON.stringify(source)}` };
}

/** With the line feed that ends it. */
function sizeOf({ content }: BulkLine): number {
  return Buffer.byteLength(content) + 1;
}

function countOf(batches: readonly Batch[]): number {
  return batches.reduce((count, batch) => count + batch.length, 0);
}

function batchesOf(lines: readonly BulkLine[]): Batch[] {
  const batches: BulkLine[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (bytes + sizeOf(line) > MAX_BULK_BYTES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(line);
    bytes += sizeOf(line);
  }
  return batches;
}

/** Sends a batch, or its halves where it is too large; halving is no further try, and ends at a single chunk. */
async function sendBatch(batch: Batch, target: BulkTarget, signal: AbortSignal | undefined): Promise<Sent[]> {
  const answer = await answerTo(batch, target, signal);
  const outcome = readBulkAnswer(answer, batch);
  if (outcome.isTooLarge) {
    const middle = Math.ceil(batch.length / 2);
    const first = await sendBatch(batch.slice(0, middle), target, signal);
    return [...first, ...(await sendBatch(batch.slice(middle), target, signal))];
  }
  return [{ ...outcome, askedPause: retryAfterMilliseconds(answer?.retryAfter, target.clock.now()) }];
}

/** Nothing when no answer came. The client's own tries are off: they would neither pause nor heed what was asked. */
async function answerTo(
  batch: Batch,
  { send, index }: BulkTarget,
  signal: AbortSignal | undefined,
): Promise<OpenSearchAnswer | undefined> {
  const lines = batch.map(({ content }) => content);
  const query = { refresh: 'wait_for', require_alias: true };
  try {
    return await send({ method: 'POST', path: `/${index}/_bulk`, query, lines, maxRetries: 0 }, signal);
  } catch (cause) {
    if (cause instanceof PipelineFailure && cause.name === 'DependencyUnavailable') return undefined;
    throw cause;
  }
}
