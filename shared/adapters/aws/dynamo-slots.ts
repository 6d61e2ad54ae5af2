import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { LEDGER_TABLE } from '../../contracts/ledger-table.ts';
import { type Attempt, executionNameOf } from '../../domain/identity.ts';
import {
  type ClaimedAttempt,
  SLOT_LEASE_MILLISECONDS,
  SLOT_MEMORY_MILLISECONDS,
  type SlotLimits,
  type SlotRoom,
  slotRoom,
  WORK_CLASSES,
  type WorkClass,
} from '../../domain/slots.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Slots } from '../../ports/slots.ts';
import { awsCall, type CallOptions } from './aws-call.ts';
import { type Lease, leaseSchema, type Turns, turnsSchema } from './dynamo-slot-items.ts';
import { type DynamoTable, UNREADABLE, UNWRITABLE } from './dynamo-table.ts';
import { dynamoWaiting } from './dynamo-waiting.ts';
import { jitteredPause } from './jittered-pause.ts';
import { type LedgerTableOptions, ledgerTable } from './ledger-table.ts';

/** Leases, by execution name; and the one item that every claim changes, which puts claims in a row. */
const LEASES = 'slots';
const TURNS = { pk: 'slot-turns', sk: 'turns' } as const;

/** Claims that may get ahead of one; then it leaves the rest to them. */
const MAX_TRIES = 8;

/** Claims after which a tenant's last turn is as good as none: keeps the item far below its 400 KB. */
const TURNS_REMEMBERED = 1_000;

/**
 * Waiting attempts and slots in the ledger's table. A lease is an item of its own, so that renewing one conflicts with
 * nobody. A claim reads all leases and writes its own together with the next revision of the turns: of two claims that
 * saw the same leases, DynamoDB refuses one, which looks again.
 */
export function dynamoSlots(given: LedgerTableOptions): Slots {
  const { clock, ids, pause = jitteredPause(given) } = given;
  const items = ledgerTable({ ...given, pause });
  const waiting = dynamoWaiting(items, clock, ids);

  const tryClaim = async (
    limits: SlotLimits,
    options: CallOptions,
  ): Promise<ClaimedAttempt | 'conflict' | undefined> => {
    const turns = turnsSchema().parse((await items.get(TURNS, options)) ?? { revision: 0, served: {} });
    const room = slotRoom(await leasesIn(items, options), limits, clock.now());
    const claimed = room.isFull ? undefined : await next(room, turns, waiting, options);
    return claimed && ((await wasWritten(items, claimed, turns, clock, options)) ? claimed : 'conflict');
  };

  return {
    enqueue: (run, workClass, signal) => awsCall(UNWRITABLE, signal, (options) => waiting.add(run, workClass, options)),

    claim: (limits, signal) =>
      awsCall(UNWRITABLE, signal, async (options) => {
        for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
          const claimed = await tryClaim(limits, options);
          if (claimed !== 'conflict') return claimed;
          await pause(tries, options.abortSignal);
        }
        return undefined;
      }),

    started: (run, signal) => awsCall(UNWRITABLE, signal, (options) => waiting.drop(executionNameOf(run), options)),

    renew: (run, signal) => awsCall(UNWRITABLE, signal, (options) => renew(items, run, clock, options)),

    release: (name, signal) =>
      awsCall(UNWRITABLE, signal, async (options) => {
        await waiting.drop(name, options);
        await items.remove({ pk: LEASES, sk: name }, {}, options);
      }),

    anyWaiting: (signal) => awsCall(UNREADABLE, signal, (options) => waiting.any(options)),
    isWaiting: (run, signal) => awsCall(UNREADABLE, signal, (options) => waiting.has(executionNameOf(run), options)),

    held: (signal) =>
      awsCall(UNREADABLE, signal, async (options) => {
        const leases = await leasesIn(items, options);
        return leases.filter(({ expiresAt }) => expiresAt > clock.now()).map(({ name }) => name);
      }),
  };
}

/** Not one write under a condition, for a release in between costs no more than one lease. */
async function renew(items: DynamoTable, run: Attempt, clock: Clock, options: CallOptions): Promise<void> {
  const name = executionNameOf(run);
  const before = await items.get({ pk: LEASES, sk: name }, options);
  const workClass = before === undefined ? 'live' : leaseSchema().parse(before).workClass;
  await items.put(leaseOf(name, run.tenantId, workClass, clock), {}, options);
}

async function leasesIn(items: DynamoTable, options: CallOptions): Promise<Lease[]> {
  return (await items.query({ pk: LEASES }, options)).map((item) => leaseSchema().parse(item));
}

/** The oldest of the tenant that was served longest ago and has room. */
async function next(
  room: SlotRoom,
  { served }: Turns,
  waiting: ReturnType<typeof dynamoWaiting>,
  options: CallOptions,
): Promise<ClaimedAttempt | undefined> {
  const lists = await waiting.lists(options);
  const turnOf = (tenantId: string) => served[tenantId] ?? 0;
  const inTurn = lists.toSorted((a, b) => turnOf(a.tenantId) - turnOf(b.tenantId));
  for (const workClass of WORK_CLASSES) {
    for (const list of inTurn.filter((one) => one.workClass === workClass)) {
      const claimed = room.fits(list.tenantId, workClass)
        ? await waiting.oldest(list, room.isHeld, options)
        : undefined;
      if (claimed !== undefined) return claimed;
    }
  }
  return undefined;
}

async function wasWritten(
  items: DynamoTable,
  { name, run, workClass }: ClaimedAttempt,
  { revision, served }: Turns,
  clock: Clock,
  options: CallOptions,
): Promise<boolean> {
  const turn = revision + 1;
  const recent = Object.entries(served).filter(([, at]) => at > turn - TURNS_REMEMBERED);
  const turns = { ...TURNS, revision: turn, served: { ...Object.fromEntries(recent), [run.tenantId]: turn } };
  const condition =
    revision === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'revision = :before', ExpressionAttributeValues: { ':before': revision } };
  const lease = { item: leaseOf(name, run.tenantId, workClass, clock), condition: {} };
  try {
    await items.putTogether([{ item: turns, condition }, lease], options);
    return true;
  } catch (cause) {
    if (isConflict(cause)) return false;
    throw cause;
  }
}

function isConflict(cause: unknown): boolean {
  const codes = ['ConditionalCheckFailed', 'TransactionConflict'];
  return (
    cause instanceof TransactionCanceledException &&
    (cause.CancellationReasons ?? []).some(({ Code = '' }) => codes.includes(Code))
  );
}

/** Kept for a while after it has ended, so that an execution that comes back keeps its class; then DynamoDB removes it. */
function leaseOf(name: string, tenantId: string, workClass: WorkClass, clock: Clock) {
  const endsAt = clock.now() + SLOT_LEASE_MILLISECONDS;
  const forgottenAt = Math.ceil((endsAt + SLOT_MEMORY_MILLISECONDS) / 1_000);
  return { pk: LEASES, sk: name, tenantId, workClass, endsAt, [LEDGER_TABLE.timeToLive]: forgottenAt };
}
