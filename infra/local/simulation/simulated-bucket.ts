import type { FolderDocumentStore } from '#shared/adapters/local/folder-document-store.ts';
import { objectKeyOf } from '#shared/domain/identity.ts';
import type { Operation } from './scenario.ts';

/** Where everything simulated belongs. */
export const SIMULATED_TENANT = 'simulated';
export const SIMULATED_RULE = {
  tenantId: SIMULATED_TENANT,
  collection: 'inbox',
  access: ['group:left', 'group:right'],
  policy: 'strict',
} as const;

/** The object's key in the bucket. */
export function bucketKeyOf(key: string): string {
  return objectKeyOf({ tenantId: SIMULATED_TENANT, collection: SIMULATED_RULE.collection, path: key });
}

/** A word that stands in this content alone. */
export function markerOf(content: number): string {
  return `marker${'abcdefghij'.charAt(content)}`;
}

/** Paragraphs to a content: some three chunks. */
const PARAGRAPHS = 12;

/** Text of some chunks, each with the content's marker and a name to redact. */
export function textOf(content: number): string {
  const sentence = `The ${markerOf(content)} of this agreement was signed by Ana Ruiz at ana.ruiz@example.com.`;
  return Array.from({ length: PARAGRAPHS }, (_, at) => `Paragraph ${at}. ${`${sentence} `.repeat(4)}`).join('\n\n');
}

/** Does to the bucket what somebody with access to it does. */
export async function operate(store: FolderDocumentStore, operation: Operation): Promise<void> {
  const key = bucketKeyOf(operation.key);
  switch (operation.kind) {
    case 'put':
      await store.write(key, Buffer.from(textOf(operation.content)), { access: operation.access });
      return;
    case 'erase':
      return store.remove(key);
    case 'mark':
      return store.mark(key);
    case 'revive': {
      const [newest] = await store.versions(key);
      return newest?.isMarker ? store.removeVersion(key, newest.versionId) : undefined;
    }
    case 'drop-version': {
      const version = (await store.versions(key))[operation.age];
      return version === undefined ? undefined : store.removeVersion(key, version.versionId);
    }
  }
}
