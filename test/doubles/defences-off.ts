import type { LocalPorts } from '#infra/local/local-ports.ts';
import type { SearchHit } from '#shared/ports/chunk-index.ts';

/** Takes one defence of exactly-once away from the ports of a process. What is left must then be seen to fail. */
export interface DefenceOff {
  readonly defence: string;
  readonly decorate: (ports: LocalPorts) => LocalPorts;
}

export const DEFENCES_OFF: readonly DefenceOff[] = [
  { defence: 'conditional commit', decorate: overwriteUnseen },
  { defence: 'attempt in the name', decorate: nameByDocument },
  { defence: 'attempt in the chunk id', decorate: chunkIdsByPosition },
  { defence: 'ledger check of what is found', decorate: believeTheIndex },
  { defence: 'lease of a run', decorate: leaseForEver },
  { defence: 'acknowledged only when done', decorate: acknowledgeFirst },
  { defence: 'partial-batch response', decorate: loseFailedMessages },
  { defence: 'reconciler', decorate: seeNothing },
];

/** The last writer wins, whatever it had read. */
function overwriteUnseen(ports: LocalPorts): LocalPorts {
  const { ledger } = ports;
  const writeDocument: typeof ledger.writeDocument = async (record, signal) => {
    const stored = await ledger.document(record.tenantId, record.documentId, signal);
    await ledger.writeDocument({ ...record, revision: (stored?.revision ?? 0) + 1 }, signal);
  };
  return { ...ports, ledger: { ...ledger, writeDocument } };
}

/** As if executions were named by document alone, as one of the neighbours did: a name is taken once for ever. */
function nameByDocument(ports: LocalPorts): LocalPorts {
  const { orchestrator, executions } = ports;
  const start: typeof orchestrator.start = async (name, input, signal) => {
    const isTaken = (await executions.history(input.documentId, signal)).length > 0;
    if (!isTaken) await orchestrator.start(name, input, signal);
  };
  return { ...ports, orchestrator: { ...orchestrator, start } };
}

/** A later attempt overwrites an earlier one's chunks in place. */
function chunkIdsByPosition(ports: LocalPorts): LocalPorts {
  const { index } = ports;
  const write: typeof index.write = (chunks, access, signal) =>
    index.write(
      chunks.map((chunk) => ({ ...chunk, chunkId: `${chunk.documentId}-${chunk.position}` })),
      access,
      signal,
    );
  return { ...ports, index: { ...index, write } };
}

/** Whatever the index finds counts as live. */
function believeTheIndex(ports: LocalPorts): LocalPorts {
  const { index, ledger } = ports;
  const found = new Map<string, SearchHit['chunk']>();
  const noted = (hits: SearchHit[]) => {
    for (const { chunk } of hits) found.set(chunk.documentId, chunk);
    return hits;
  };
  const documents: typeof ledger.documents = async (tenantId, ids, signal) => {
    const records = await ledger.documents(tenantId, ids, signal);
    return records.map((record) => {
      const chunk = found.get(record.documentId);
      const live = record.live && chunk && { ...record.live, versionId: chunk.versionId, attempt: chunk.attempt };
      return { ...record, live: live ?? record.live };
    });
  };
  return {
    ...ports,
    ledger: { ...ledger, documents },
    index: {
      ...index,
      searchLexical: async (...parameters) => noted(await index.searchLexical(...parameters)),
      searchVector: async (...parameters) => noted(await index.searchVector(...parameters)),
    },
  };
}

/** A run that was begun counts as running for ever. */
function leaseForEver(ports: LocalPorts): LocalPorts {
  const { ledger } = ports;
  const document: typeof ledger.document = async (...parameters) => {
    const record = await ledger.document(...parameters);
    return record && { ...record, leaseExpiresAt: undefined };
  };
  return { ...ports, ledger: { ...ledger, document } };
}

/** A message is gone once it was handed out. */
function acknowledgeFirst(ports: LocalPorts): LocalPorts {
  const { queue } = ports;
  const receive: typeof queue.receive = async (...parameters) => {
    const messages = await queue.receive(...parameters);
    for (const { id } of messages) await queue.acknowledge(id);
    return messages;
  };
  return { ...ports, queue: { ...queue, receive } };
}

/** A message that failed goes the way of its batch: away. */
function loseFailedMessages(ports: LocalPorts): LocalPorts {
  const { queue } = ports;
  return { ...ports, queue: { ...queue, release: (id, _failure, signal) => queue.acknowledge(id, signal) } };
}

/** What no event told of is never looked for. */
function seeNothing(ports: LocalPorts): LocalPorts {
  return { ...ports, store: { ...ports.store, list: async () => [] } };
}
