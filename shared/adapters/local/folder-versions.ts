import { addMarker, forgetVersion, nextSequence, versionsOf } from './document-catalog.ts';
import type { Database } from './open-database.ts';

/** Deletes a key and keeps its versions. The sequence of the change. */
export function markDeleted(database: Database, key: string): number {
  return database.transaction(() => {
    const sequence = nextSequence(database, key);
    addMarker(database, key, sequence, `${String(sequence).padStart(8, '0')}-marker`);
    return sequence;
  });
}

/** The sequence of the change, or undefined where there is nothing to tell: for a marker, or for what is not there. */
export function removeOne(database: Database, key: string, versionId: string): number | undefined {
  return database.transaction(() => {
    const version = versionsOf(database, key).find((each) => each.versionId === versionId);
    if (version === undefined) return undefined;
    const sequence = nextSequence(database, key);
    forgetVersion(database, key, versionId);
    return version.isMarker ? undefined : sequence;
  });
}
