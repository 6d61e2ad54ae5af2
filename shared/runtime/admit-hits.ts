import { type Caller, mayRead } from '../domain/access.ts';
import type { Passage } from '../domain/answer.ts';
import type { DocumentRecord } from '../domain/document.ts';
import { isLive } from '../domain/document-lifecycle.ts';
import type { FusedHit } from '../domain/rank-fusion.ts';
import type { CandidateTrace } from '../domain/receipt.ts';
import type { SearchHit } from '../ports/chunk-index.ts';

export interface AdmittedHits {
  readonly passages: readonly Passage[];
  readonly traces: readonly CandidateTrace[];
}

/** Lets through what is live and readable, best first, up to the limit, and notes what became of the rest. */
export function admitHits(
  fused: readonly FusedHit[],
  hits: ReadonlyMap<string, SearchHit['chunk']>,
  records: ReadonlyMap<string, DocumentRecord>,
  caller: Caller,
  limit: number,
): AdmittedHits {
  const passages: Passage[] = [];
  const traces: CandidateTrace[] = [];
  const shown = new Set<string>();
  for (const hit of fused) {
    const chunk = hits.get(hit.chunkId);
    if (chunk === undefined) continue;
    const record = records.get(chunk.documentId);
    const admitted = fateOf(chunk, record, caller, passages.length < limit);
    const fate = admitted === 'shown' && shown.has(placeOf(chunk)) ? 'same-passage' : admitted;
    if (fate === 'shown' && record !== undefined) {
      passages.push(passageOf(hit, chunk, record));
      shown.add(placeOf(chunk));
    }
    traces.push({ ...hit, documentId: chunk.documentId, fate });
  }
  return { passages, traces };
}

/** Chunks that are found by different parts of the same text are read as one. */
function placeOf({ documentId, page, start, end }: SearchHit['chunk']): string {
  return `${documentId} ${page} ${start} ${end}`;
}

function fateOf(
  chunk: SearchHit['chunk'],
  record: DocumentRecord | undefined,
  caller: Caller,
  hasRoom: boolean,
): CandidateTrace['fate'] {
  if (!isLive(record, chunk)) return 'not-live';
  if (!mayRead(caller, record.tenantId, record.access)) return 'not-permitted';
  return hasRoom ? 'shown' : 'below-cut';
}

function passageOf(
  { chunkId, score, similarity = 0 }: FusedHit,
  chunk: SearchHit['chunk'],
  { name, live }: DocumentRecord,
): Passage {
  const { documentId, page, start, end, text, context, suspicion } = chunk;
  const place = { chunkId, documentId, name, title: live?.title ?? name, page, start, end };
  return { ...place, text, context, similarity, score, suspicion };
}
