import { DeleteObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import type { FolderDocumentStore } from '#shared/adapters/local/folder-document-store.ts';
import type { ObjectEvent } from '#shared/domain/object-event.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';

interface ServiceDocumentStoreOptions {
  readonly store: DocumentStore;
  readonly client: S3Client;
  /** Told of every change as EventBridge would be: the server itself tells nobody. */
  readonly onChange: (event: ObjectEvent) => Promise<void>;
}

/** The product's S3 store, with what else somebody who has the bucket can do to it. */
export function serviceDocumentStore({ store, client, onChange }: ServiceDocumentStoreOptions): FolderDocumentStore {
  const { bucket } = store;
  let sequence = 0;
  const announce = async (key: string) => {
    sequence += 1;
    await onChange({ bucket, key, sequencer: sequence.toString(16).padStart(16, '0').toUpperCase() });
  };
  const versions: FolderDocumentStore['versions'] = async (key) => {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }),
    );
    const entries = [
      ...Versions.map((version) => ({ ...version, isMarker: false })),
      ...DeleteMarkers.map((marker) => ({ ...marker, isMarker: true })),
    ].filter(({ Key }) => Key === key);
    const newestFirst = entries.sort((a, b) => Number(b.IsLatest) - Number(a.IsLatest));
    return newestFirst.map(({ VersionId = '', isMarker }) => ({ versionId: VersionId, isMarker }));
  };
  return {
    ...store,
    versions,
    write: async (key, bytes, attributes, signal) => {
      const written = await store.write(key, bytes, attributes, signal);
      await announce(key);
      return written;
    },
    remove: async (key, signal) => {
      const isThere = (await versions(key)).length > 0;
      await store.remove(key, signal);
      if (isThere) await announce(key);
    },
    mark: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      await announce(key);
    },
    removeVersion: async (key, versionId) => {
      const removed = (await versions(key)).find((version) => version.versionId === versionId);
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
      if (removed?.isMarker === false) await announce(key); // Nobody is told of a marker that goes.
    },
    close: () => undefined,
  };
}
