import { createHash } from 'node:crypto';
import { isLive } from '#shared/domain/document-lifecycle.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import type { LocalPorts } from '../local-ports.ts';
import type { Fault } from './check-state.ts';
import { CONTENTS } from './scenario.ts';
import { markerOf, SIMULATED_TENANT, textOf } from './simulated-bucket.ts';

const CONTENT_NUMBERS = Array.from({ length: CONTENTS }, (_, content) => content);

/** Everybody finds what the ledger has as live and lets them read, whole and once, and nothing else: at any moment. */
export async function checkSearch(ports: LocalPorts): Promise<Fault[]> {
  const { documents } = await ports.ledger.listDocuments(SIMULATED_TENANT, { limit: 100 });
  const expected = documents.filter(({ status, live }) => live !== undefined && status !== 'deleted');
  const faults: Fault[] = [];
  for (const record of expected) {
    const chunks = await ports.index.documentChunks(SIMULATED_TENANT, record.documentId);
    const live = chunks.filter((chunk) => isLive(record, chunk));
    if (live.length !== record.live?.chunks) faults.push(fault('lost', 'of what is live, chunks are missing'));
  }
  for (const group of ['left', 'right', 'nobody']) {
    const readable = expected.filter(({ access }) => access.includes(`group:${group}`));
    const hashes = new Map(readable.map(({ documentId, live }) => [documentId, live?.contentHash]));
    faults.push(...(await searchAs(group, hashes, ports)));
  }
  return faults;
}

async function searchAs(group: string, hashes: ReadonlyMap<string, string | undefined>, ports: LocalPorts) {
  const caller = { tenantId: SIMULATED_TENANT, user: 'somebody', groups: [group] };
  const text = unredacted(CONTENT_NUMBERS.map(markerOf).join(' '));
  const { passages } = await retrievePassages({ caller, text, limit: 100 }, ports, AbortSignal.timeout(60_000));
  const places = new Set(passages.map(({ documentId, start, page }) => `${documentId} ${page} ${start}`));
  const wrong = passages.filter((passage) => hashes.get(passage.documentId) !== hashOf(passage.text));
  return [
    ...(places.size < passages.length ? [fault('doubled', 'a passage is found twice')] : []),
    ...(wrong.length > 0 ? [fault('stale', `${group} finds what is not live or may not be read`)] : []),
  ];
}

/** Hash of the whole content that a passage is from. */
function hashOf(passage: string): string | undefined {
  const content = CONTENT_NUMBERS.find((number) => passage.includes(markerOf(number)));
  return content === undefined ? undefined : createHash('sha256').update(textOf(content)).digest('hex');
}

function fault(kind: Fault['kind'], detail: string): Fault {
  return { key: '*', kind, detail };
}
