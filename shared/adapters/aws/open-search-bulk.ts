import * as z from 'zod';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Pause } from './jittered-pause.ts';
import type { OpenSearchRequests } from './open-search-requests.ts';

/**
 * Bytes of one bulk request, at most. Small nodes refuse bodies above 10 MiB; half of it leaves room and is within the
 * 5 to 15 MiB that OpenSearch advises. Source: Amazon OpenSearch Service developer guide, "Network limits".
 */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** Times that a document is sent, at most; with the pauses between, up to half a minute of a busy domain. */
const MAX_TRIES = 8;

/** What passes: too many requests, a copy that is moving, a change at the same moment. */
const RETRYABLE = new Set([409, 429, 502, 503, 504]);

const BulkSchema = z.object({
  items: z.array(z.object({ index: z.object({ status: z.int() }) })),
});

export interface BulkDocument {
  readonly id: string;
  readonly routing: string;
  readonly source: object;
}

/**
 * Writes documents. OpenSearch answers 200 although some were refused, so every item is looked at, and only those that
 * may heal are sent again. Returns once a search finds them.
 *
 * @throws PipelineFailure `DependencyUnavailable` when some were refused to the end, `Unexpected` for one that never
 *   fits, such as a vector of another length.
 */
export async function bulkIndex(
  documents: readonly BulkDocument[],
  { send, index, pause }: { readonly send: OpenSearchRequests; readonly index: string; readonly pause: Pause },
  signal?: AbortSignal,
): Promise<void> {
  let batches = batchesOf(documents.map(lineOf));
  for (let tries = 1; batches.length > 0; tries += 1) {
    if (tries > MAX_TRIES) throw refused('DependencyUnavailable', 429, batches.flat().length);
    if (tries > 1) await pause(tries - 1, signal);
    const left: Line[][] = [];
    for (const batch of batches) left.push(...(await sendBatch(batch, send, index, signal)));
    batches = left;
  }
}

/** One document as the two lines that the bulk API takes. */
type Line = string;

function lineOf({ id, routing, source }: BulkDocument): Line {
  return `${JSON.stringify({ index: { _id: id, routing } })}\n${JSON.stringify(source)}`;
}

function batchesOf(lines: readonly Line[]): Line[][] {
  const batches: Line[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const size = Buffer.byteLength(line) + 1;
    if (bytes + size > MAX_BODY_BYTES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(line);
    bytes += size;
  }
  return batches;
}

/** What is to be sent again, in batches. */
async function sendBatch(
  batch: Line[],
  send: OpenSearchRequests,
  index: string,
  signal: AbortSignal | undefined,
): Promise<Line[][]> {
  const query = { refresh: 'wait_for' };
  const { status, body } = await send({ method: 'POST', path: `/${index}/_bulk`, query, lines: batch }, signal);
  if (status === 413 && batch.length > 1) return halves(batch);
  if (RETRYABLE.has(status)) return [batch];
  const parsed = status === 200 ? BulkSchema.safeParse(body) : undefined;
  if (!parsed?.success || parsed.data.items.length !== batch.length) {
    throw refused(status === 413 ? 'Unexpected' : 'DependencyUnavailable', status, batch.length);
  }
  const statuses = parsed.data.items.map((item) => item.index.status);
  const hopeless = statuses.filter((item) => item >= 400 && !RETRYABLE.has(item));
  if (hopeless[0] !== undefined) throw refused('Unexpected', hopeless[0], hopeless.length);
  const again = batch.filter((_line, at) => (statuses[at] ?? 0) >= 400);
  return again.length > 0 ? [again] : [];
}

function halves(batch: Line[]): Line[][] {
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}

function refused(name: 'DependencyUnavailable' | 'Unexpected', status: number, documents: number): PipelineFailure {
  return new PipelineFailure(name, 'OpenSearch did not take every chunk', { details: { status, documents } });
}
