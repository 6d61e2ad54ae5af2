import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { IndexedChunk } from '#shared/domain/chunk.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import type { LocalPorts } from '../local-ports.ts';
import { SIMULATED_TENANT } from './simulated-bucket.ts';

/** Everything that a run leaves, but for times, revisions and what encryption makes different each time. */
export interface StateSnapshot {
  readonly documents: readonly DocumentSnapshot[];
  /** Paths in the artifact folder. */
  readonly artifacts: readonly string[];
}

interface DocumentSnapshot
  extends Pick<DocumentRecord, 'documentId' | 'status' | 'attempt' | 'source' | 'access' | 'name' | 'policy'> {
  readonly live: object | undefined;
  readonly failure: string | undefined;
  readonly chunks: readonly IndexedChunk[];
  /** Names, in the order of their start. */
  readonly executions: readonly string[];
}

export async function stateSnapshot(home: string, ports: LocalPorts): Promise<StateSnapshot> {
  const { documents } = await ports.ledger.listDocuments(SIMULATED_TENANT, { limit: 100 });
  const snapshots = await Promise.all(documents.map((record) => documentSnapshot(record, ports)));
  return { documents: snapshots, artifacts: filesUnder(path.join(home, 'artifacts')) };
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name))).sort();
}

async function documentSnapshot(record: DocumentRecord, { index, executions }: LocalPorts): Promise<DocumentSnapshot> {
  const { documentId, status, attempt, source, access, name, policy, live, failure } = record;
  const history = await executions.history(documentId);
  return {
    ...{ documentId, status, attempt, access, name, policy },
    source: source && { ...source, modifiedAt: undefined, date: undefined },
    live: live && { ...live, publishedAt: '', date: undefined },
    failure: failure?.name,
    chunks: await index.documentChunks(SIMULATED_TENANT, documentId),
    executions: history.map((execution) => execution.name),
  };
}
