import { DeleteObjectCommand, PutBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { everyDocument } from '#infra/local/every-document.ts';
import { ReconcileCountsSchema } from '#shared/contracts/reconcile.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { invokeFunction } from './invoke-function.ts';
import { eachAtOnce, LETTER_PLACES, LETTERS, putLetter, whenEach } from './many-documents.ts';

const OutcomeSchema = z.extend(ReconcileCountsSchema, { isFinished: z.literal(true) });
type Outcome = z.output<typeof OutcomeSchema>;

type Kind = 'version' | 'removal' | 'access' | 'new';
const KINDS: readonly Kind[] = ['version', 'removal', 'access', 'new'];

interface Change {
  readonly place: string;
  readonly kind: Kind;
}

/** Share of the events that are dropped, and the seed that says which: of 60 it drops a new one, a version and a removal. */
const DROPPED = 0.05;
const SEED = 77;

/** What two passes of the deployed reconciler found, and did. */
export interface LostEvents {
  readonly changes: number;
  readonly lost: readonly Change[];
  readonly first: Outcome;
  readonly second: Outcome;
  /** Ids of documents that ran again though no event of theirs was lost. */
  readonly rerun: readonly string[];
}

/**
 * Changes every letter, or writes another one, while the bucket keeps some of it to itself, and calls `reconcile` twice.
 * Ends when all is as the bucket has it, for which one pass has to do.
 */
export async function loseEvents(product: DeployedProduct): Promise<LostEvents> {
  const random = seededRandom(SEED);
  const changes = LETTER_PLACES.map((place, at): Change & { readonly isLost: boolean } => {
    const kind = KINDS[at % KINDS.length] ?? 'new';
    return { kind, place: kind === 'new' ? place.replace('.md', '-new.md') : place, isLost: random() < DROPPED };
  });
  const [lost, told] = [true, false].map((isLost) => changes.filter((change) => change.isLost === isLost));
  await eachAtOnce(told ?? [], (change) => make(product, change));
  await tellEvents(product, false);
  await eachAtOnce(lost ?? [], (change) => make(product, change));
  await tellEvents(product, true);
  await whenMade(product, told ?? []);

  const before = await attempts(product);
  const first = OutcomeSchema.parse(await invokeFunction(product, 'reconcile', {}));
  const found = await whenMade(product, lost ?? []);
  const second = OutcomeSchema.parse(await invokeFunction(product, 'reconcile', {}));
  const ids = found.map(({ documentId }) => documentId);
  const rerun = [...(await attempts(product))].filter(([id, attempt]) => attempt !== before.get(id));
  return {
    ...{ changes: changes.length, lost: lost ?? [], first, second },
    rerun: rerun.map(([id]) => id).filter((id) => !ids.includes(id)),
  };
}

async function make(product: DeployedProduct, { place, kind }: Change): Promise<void> {
  const { clients, dev } = product;
  if (kind === 'removal') {
    await clients.s3.send(new DeleteObjectCommand({ Bucket: dev.bucket, Key: `tenants/${place}` }));
  } else if (kind === 'access') await putLetter(product, place, 'first', 'group:finance');
  else await putLetter(product, place, kind === 'new' ? 'first' : 'second');
}

/** A letter's second attempt was its redrive (redrive-rejected.ts), so that another version is its third. */
const AS_MADE: Readonly<Record<Kind, (record: DocumentRecord) => boolean>> = {
  version: ({ status, attempt }) => status === 'published' && attempt > 2,
  removal: ({ status }) => status === 'deleted',
  access: ({ status, access }) => status === 'published' && access.join() === 'group:finance',
  new: ({ status }) => status === 'published',
};

function whenMade(product: DeployedProduct, changes: readonly Change[]): Promise<DocumentRecord[]> {
  const kinds = new Map(changes.map(({ place, kind }) => [place, kind]));
  return whenEach(product, [...kinds.keys()], (record, place) => AS_MADE[kinds.get(place) ?? 'new'](record));
}

/** Whether the bucket hands its events to EventBridge, as the stack says, or drops them. */
async function tellEvents({ dev, clients }: DeployedProduct, isTold: boolean): Promise<void> {
  const NotificationConfiguration = isTold ? { EventBridgeConfiguration: {} } : {};
  const command = new PutBucketNotificationConfigurationCommand({ Bucket: dev.bucket, NotificationConfiguration });
  await clients.s3.send(command);
}

/** The number of the last attempt of every document, by its id. */
async function attempts({ dev }: DeployedProduct): Promise<ReadonlyMap<string, number>> {
  const tenants = ['acme', 'globex', LETTERS.tenantId].map((tenantId) => everyDocument(dev.ledger, tenantId));
  const documents = (await Promise.all(tenants)).flat();
  return new Map(documents.map(({ documentId, attempt }) => [documentId, attempt]));
}
