import * as z from 'zod/mini';
import type { ReconcileCounts } from '../../contracts/reconcile.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { type Attempt, executionNameOf, parseObjectKey } from '../../domain/identity.ts';
import { findingOf, type ObjectFinding } from '../../domain/reconciliation.ts';
import { type AdmissionDecision, decideAdmission } from '../decide-admission.ts';
import type { ReconcilePage, ReconcilePorts } from './reconcile-page.ts';

/** Objects that are looked at together: each is a request to the store and some reads of the ledger. */
const OBJECTS_AT_ONCE = 50;

/** The key is sealed: names of files hold personal data. */
const PlaceSchema = z.object({ tenantId: z.string(), sealedKey: z.string() });

/** Compares a page of the store's objects with their rows, and announces those that admission would act on. */
export const compareStore: ReconcilePage = async (after, ports, signal) => {
  const { store, keys } = ports;
  const objects = await store.list('tenants/', after && openPlace(after, ports), signal);
  const last = objects.at(-1);
  if (last === undefined) return { found: {} };

  const findings: Compared[] = [];
  for (let start = 0; start < objects.length; start += OBJECTS_AT_ONCE) {
    const some = objects.slice(start, start + OBJECTS_AT_ONCE);
    findings.push(...(await Promise.all(some.map((key) => compareObject(key, ports, signal)))));
  }
  const tenantId = last.split('/')[1] ?? '';
  return { found: counted(findings), next: JSON.stringify({ tenantId, sealedKey: keys.seal(tenantId, last) }) };
};

function openPlace(after: string, { keys }: ReconcilePorts): string {
  const { tenantId, sealedKey } = PlaceSchema.parse(JSON.parse(after));
  return keys.open(tenantId, sealedKey);
}

/** What one object came to; `isRecent`: it is news of something that changed a moment ago. */
interface Compared {
  readonly finding: ObjectFinding | 'skipped';
  readonly isRecent: boolean;
}

/**
 * Milliseconds that an event may take: S3's take "typically a second or two but sometimes a minute or longer", and the
 * queue and admission take theirs. Source: S3 user guide, "Amazon S3 event notifications".
 */
const EVENT_MILLISECONDS = 5 * 60_000;

/** Findings for which an event is sent; the others need none. */
const ANNOUNCED: readonly (ObjectFinding | 'skipped')[] = ['missing', 'stale', 'dead', 'unstarted'];

async function compareObject(key: string, ports: ReconcilePorts, signal: AbortSignal): Promise<Compared> {
  if (!isInLayout(key)) return { finding: 'skipped', isRecent: false };
  const decision = await decideAdmission({ bucket: ports.store.bucket, key }, ports, signal);
  const finding = await findingFor(decision, ports, signal);
  if (ANNOUNCED.includes(finding)) {
    await ports.queue.send({ bucket: ports.store.bucket, key }, decision.tenantId, signal);
  }
  const isNews = finding === 'missing' || finding === 'stale';
  return { finding, isRecent: isNews && changedLately(decision, ports.clock.now()) };
}

function changedLately({ admission }: AdmissionDecision, now: number): boolean {
  const modifiedAt = 'record' in admission ? admission.record?.source?.modifiedAt : undefined;
  return modifiedAt !== undefined && now - Date.parse(modifiedAt) < EVENT_MILLISECONDS;
}

async function findingFor(
  { record, admission }: AdmissionDecision,
  ports: ReconcilePorts,
  signal: AbortSignal,
): Promise<ObjectFinding> {
  // The object went away since it was listed: its row's turn comes in the next phase.
  if (admission.action === 'remove') return 'current';
  const run = record?.status === 'running' && record.source && { ...record, versionId: record.source.versionId };
  const execution = run ? await executionOf(run, ports, signal) : 'absent';
  const admitted = 'record' in admission ? admission.record : undefined;
  return findingOf(record, admission.action, admitted, execution);
}

/** What waits for its slot is as good as running: a list may be hours long. */
async function executionOf(run: Attempt, { orchestrator, slots }: ReconcilePorts, signal: AbortSignal) {
  const status = await orchestrator.status(executionNameOf(run), signal);
  return status === 'absent' && (await slots.isWaiting(run, signal)) ? 'running' : status;
}

/** `route` refuses any other key, and so would admission. */
function isInLayout(key: string): boolean {
  try {
    parseObjectKey(key);
    return true;
  } catch (cause) {
    if (cause instanceof PipelineFailure) return false;
    throw cause;
  }
}

function counted(findings: readonly Compared[]): Partial<ReconcileCounts> {
  const count = (wanted: Compared['finding']) => findings.filter(({ finding }) => finding === wanted).length;
  const [missing, stale, dead, unstarted] = [count('missing'), count('stale'), count('dead'), count('unstarted')];
  return {
    seen: findings.length,
    missing,
    stale,
    recent: findings.filter(({ isRecent }) => isRecent).length,
    dead,
    unstarted,
    running: count('running'),
    skipped: count('skipped'),
  };
}
