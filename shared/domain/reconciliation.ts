import type { DocumentRecord } from './document.ts';
import type { Admission } from './document-admission.ts';

/**
 * What the comparison of an object with its row comes to. `missing`: it has no row. `stale`: the row is about another
 * version, access or policy. `dead`: its run's time is over. `unstarted`: its run was recorded and never started.
 * `running`: its run is under way. `current`: nothing is to be done.
 */
export type ObjectFinding = 'missing' | 'stale' | 'dead' | 'unstarted' | 'running' | 'current';

/**
 * Names what admission would do about an object that is there, so that nothing is announced that admission would pass
 * over: the two cannot differ on what is stale, because only one of them decides.
 *
 * `execution` is the state of the run that the row waits for. One that is still under way is left alone, however long it
 * takes: on one machine a run may wait for hours behind others.
 */
export function findingOf(
  record: DocumentRecord | undefined,
  admission: Admission['action'] | 'refuse',
  admitted: DocumentRecord | undefined,
  execution: 'absent' | 'running' | 'ended',
): ObjectFinding {
  if (admission === 'none') return 'current';
  if (record === undefined) return 'missing';
  if (admission === 'resume') return execution === 'absent' ? 'unstarted' : 'running';
  if (admission !== 'start' || !isSameWork(record, admitted)) return 'stale';
  return execution === 'running' ? 'running' : 'dead';
}

/** Whether a further attempt would do what the running one does. */
function isSameWork(record: DocumentRecord, admitted: DocumentRecord | undefined): boolean {
  const isSameRule = record.rulePolicy === admitted?.rulePolicy && record.chunking === admitted?.chunking;
  return record.status === 'running' && isSameRule && record.source?.versionId === admitted?.source?.versionId;
}
