import { type ReconcileCursor, ReconcileCursorSchema } from '../../contracts/reconcile.ts';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { readIfThere } from '../read-if-there.ts';

interface CursorPorts {
  readonly artifacts: ArtifactStore;
  readonly clock: Clock;
}

/** Beside the artifacts of runs, so that no further store is needed; losing it costs no more than a pass from the start. */
const FOLDER = 'state/reconcile/';
const CURSOR = `${FOLDER}cursor.json`;

/** Milliseconds, a day: what was looked at longer ago is worth another look. A choice, and no measurement. */
const MAX_AGE = 24 * 3_600_000;

/** Where a pass was cut short; nothing when none was, or too long ago, or when it was written by another release. */
export async function readCursor(
  { artifacts, clock }: CursorPorts,
  signal: AbortSignal,
): Promise<ReconcileCursor | undefined> {
  const cursor = await readIfThere(artifacts, CURSOR, ReconcileCursorSchema, signal);
  const isOld = cursor !== undefined && clock.now() - Date.parse(cursor.startedAt) > MAX_AGE;
  return isOld ? undefined : cursor;
}

/** Keeps it for the next pass, or removes what was kept when this one is at its end. */
export async function keepCursor(
  cursor: ReconcileCursor | undefined,
  { artifacts }: CursorPorts,
  signal: AbortSignal,
): Promise<void> {
  if (cursor === undefined) await artifacts.removeUnder(FOLDER, signal);
  else await artifacts.write(CURSOR, cursor, signal);
}
