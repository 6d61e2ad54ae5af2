import type { CollectionRule, DocumentRecord } from '#shared/domain/document.ts';
import { everyDocument } from '../every-document.ts';
import { putIfChanged } from '../inbox.ts';
import type { Stack } from '../stack.ts';

/** An object that is to be ingested. */
export interface IngestedObject {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** Milliseconds between two looks at how far the ingest is. */
const LOOK_INTERVAL = 2_000;

/**
 * Declares the collections, puts the objects into the document store and waits until every run has ended. What is there
 * already costs nothing. Returns the rows of the collections' tenants.
 */
export async function ingestObjects(
  stack: Stack,
  rules: readonly CollectionRule[],
  objects: AsyncIterable<IngestedObject> | Iterable<IngestedObject>,
  onProgress: (ended: number) => void,
): Promise<DocumentRecord[]> {
  const { ledger, store, clock } = stack.ports;
  for (const rule of rules) await ledger.writeCollection(rule);
  for await (const { key, bytes } of objects) await putIfChanged(store, key, bytes);

  const tenants = [...new Set(rules.map(({ tenantId }) => tenantId))];
  const rows = async () => (await Promise.all(tenants.map((tenantId) => everyDocument(ledger, tenantId)))).flat();
  let lookAt = 0;
  while (!(await stack.isIdle())) {
    await stack.pause();
    if (clock.now() < lookAt) continue;
    lookAt = clock.now() + LOOK_INTERVAL;
    onProgress((await rows()).filter(({ status }) => status !== 'running').length);
  }
  return rows();
}
