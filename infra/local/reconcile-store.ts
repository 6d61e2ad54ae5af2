import type { DocumentRecord } from '#shared/domain/document.ts';
import { documentIdOf, parseObjectKey } from '#shared/domain/identity.ts';
import { everyTenantsDocuments } from './every-document.ts';
import { everyKey } from './every-key.ts';
import type { LocalPorts } from './local-ports.ts';

/**
 * Finds what no event told of, such as changes whose event was lost when the process was killed: compares every object
 * with its row and every row with its object, and announces those that differ.
 */
export async function reconcileStore(ports: LocalPorts, announce: (key: string) => Promise<void>): Promise<void> {
  for await (const key of everyKey(ports.store, 'tenants/')) {
    if (await isUnseen(key, ports)) await announce(key);
  }
  for (const record of await everyTenantsDocuments(ports.ledger)) {
    if (await isGone(record, ports)) await announce(ports.keys.open(record.tenantId, record.sealedKey));
  }
}

async function isUnseen(key: string, { store, ledger }: LocalPorts): Promise<boolean> {
  const { tenantId } = parseObjectKey(key);
  const record = await ledger.document(tenantId, documentIdOf(tenantId, store.bucket, key));
  const head = await store.head(key);
  return head.state === 'present' && (record?.status === 'running' || record?.source?.versionId !== head.versionId);
}

async function isGone({ tenantId, sealedKey }: DocumentRecord, { store, keys }: LocalPorts): Promise<boolean> {
  return (await store.head(keys.open(tenantId, sealedKey))).state === 'absent';
}
