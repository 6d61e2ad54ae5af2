import * as z from 'zod/mini';
import type { RefusedChunk } from '../../domain/chunk.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { madeOnce } from '../../domain/made-once.ts';
import type { OpenSearchAnswer } from './open-search-requests.ts';

/** One chunk as the bulk API takes it: its id, and the two lines of its operation. */
export interface BulkLine {
  readonly id: string;
  readonly content: string;
}

/** What an answer means for the chunks of its request; those in none of the lists are stored. */
export interface BulkOutcome {
  readonly again: readonly BulkLine[];
  readonly refused: readonly RefusedChunk[];
  /** Whether the request was too large for the node, so that its halves are to be sent instead. */
  readonly isTooLarge: boolean;
}

/**
 * What passes: a busy node or queue, a copy that is moving.
 *
 * 409 too: an index operation here names no version that it replaces, so it can only mean that another write of the same
 * id was under way, such as the one whose answer got lost. An id stands for one content, so sending it again is right.
 */
const PASSING = new Set([409, 429, 502, 503, 504]);

/**
 * What lies in the chunk itself: it does not fit the mapping, or it is too large. Every other status (forbidden, no such
 * index, a fault of the server) says something of the index, and no chunk is given up for that.
 */
const HOPELESS = new Set([400, 413]);

/** Why a chunk that is alone in its request, or alone above our own limit, is given up. */
const TOO_LARGE = { status: 413, reason: 'request_too_large' };

const bulkSchema = madeOnce(() =>
  z.object({
    items: z.array(
      z.object({
        index: z.object({ status: z.int(), error: z.catch(z.optional(z.object({ type: z.string() })), undefined) }),
      }),
    ),
  }),
);

/**
 * Reads the answer to a bulk request. OpenSearch answers 200 although some items were refused, so every item is looked
 * at. `undefined` is an answer that never came: the request may or may not have worked, and is made again.
 *
 * @throws PipelineFailure `DependencyUnavailable` when the index as a whole does not take what is written.
 */
export function readBulkAnswer(answer: OpenSearchAnswer | undefined, lines: readonly BulkLine[]): BulkOutcome {
  if (answer === undefined || PASSING.has(answer.status)) return { ...NOTHING, again: lines };
  if (answer.status === 200) return readItems(answer, lines);
  if (answer.status !== 413) throw notTaken(answer.status, lines.length);
  return lines.length > 1 ? { ...NOTHING, isTooLarge: true } : { ...NOTHING, refused: lines.map(tooLarge) };
}

const NOTHING: BulkOutcome = { again: [], refused: [], isTooLarge: false };

function readItems({ status, body }: OpenSearchAnswer, lines: readonly BulkLine[]): BulkOutcome {
  const parsed = bulkSchema().safeParse(body);
  const items = parsed.data?.items.map(({ index }) => index) ?? [];
  if (items.length !== lines.length) throw notTaken(status, lines.length);
  const failed = lines.flatMap((line, at) => {
    const item = items[at];
    return item !== undefined && item.status >= 400 ? [{ line, ...item }] : [];
  });
  const alien = failed.find((item) => !PASSING.has(item.status) && !HOPELESS.has(item.status));
  if (alien !== undefined) throw notTaken(alien.status, lines.length);
  return {
    ...NOTHING,
    again: failed.filter((item) => PASSING.has(item.status)).map(({ line }) => line),
    refused: failed.filter((item) => HOPELESS.has(item.status)).map(refusal),
  };
}

export function tooLarge({ id }: BulkLine): RefusedChunk {
  return { chunkId: id, ...TOO_LARGE };
}

export function notTaken(status: number, chunks: number): PipelineFailure {
  const details = { status, documents: chunks };
  return new PipelineFailure('DependencyUnavailable', 'OpenSearch did not take every chunk', { details });
}

/** Of an error only its type goes on, and only one that is a plain name: its `reason` quotes field values. */
function refusal({ line, status, error }: ItemFailure): RefusedChunk {
  const type = error?.type ?? '';
  return { chunkId: line.id, status, reason: /^[a-z][a-z0-9_]{0,79}$/.test(type) ? type : 'unknown' };
}

interface ItemFailure {
  readonly line: BulkLine;
  readonly status: number;
  readonly error?: { readonly type: string } | undefined;
}
