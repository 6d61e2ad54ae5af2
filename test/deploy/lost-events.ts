import { DeleteObjectCommand, PutBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { ReconcileCountsSchema } from '#shared/contracts/reconcile.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { invokeFunction } from './invoke-function.ts';
import { hasEnded, putDocument, whenRecord } from './sample-documents.ts';

const NEW = 'acme/handbook/lost-document.md';
const CHANGED = 'acme/handbook/lost-version.md';
const REMOVED = 'acme/handbook/lost-removal.md';

const OutcomeSchema = ReconcileCountsSchema.extend({ isFinished: z.literal(true) });

/** What two passes of the deployed reconciler found, and did. */
export interface LostEvents {
  readonly first: z.output<typeof OutcomeSchema>;
  readonly second: z.output<typeof OutcomeSchema>;
  /** Ids of documents that ran again though no event of theirs was lost. */
  readonly rerun: readonly string[];
}

/**
 * Writes, changes and removes a document while the bucket tells nobody, and calls `reconcile` twice. Ends when what was
 * lost is as the bucket has it, for which one pass has to do.
 */
export async function loseEvents(product: DeployedProduct): Promise<LostEvents> {
  const { dev, clients } = product;
  for (const document of [CHANGED, REMOVED]) {
    await putDocument(clients.s3, dev, document, `# Told of\n\nThis is ${document}.\n`);
  }
  for (const document of [CHANGED, REMOVED]) await whenRecord(dev, document, hasEnded);
  await tellEvents(product, false);
  await putDocument(clients.s3, dev, NEW, '# New\n\nNobody told of this document.\n');
  await putDocument(clients.s3, dev, CHANGED, '# Changed\n\nNobody told of this version.\n');
  await clients.s3.send(new DeleteObjectCommand({ Bucket: dev.bucket, Key: `tenants/${REMOVED}` }));
  await tellEvents(product, true);

  const before = await attempts(product);
  const first = OutcomeSchema.parse(await invokeFunction(product, 'reconcile', {}));
  const lost = [
    await whenRecord(dev, NEW, ({ status }) => status === 'published'),
    await whenRecord(dev, CHANGED, ({ status, attempt }) => status === 'published' && attempt > 1),
    await whenRecord(dev, REMOVED, ({ status }) => status === 'deleted'),
  ].map(({ documentId }) => documentId);
  const second = OutcomeSchema.parse(await invokeFunction(product, 'reconcile', {}));
  const after = [...(await attempts(product))].filter(([documentId]) => !lost.includes(documentId));
  return { first, second, rerun: after.filter(([id, attempt]) => attempt !== before.get(id)).map(([id]) => id) };
}

/** Whether the bucket hands its events to EventBridge, as the stack says, or drops them. */
async function tellEvents({ dev, clients }: DeployedProduct, isTold: boolean): Promise<void> {
  const NotificationConfiguration = isTold ? { EventBridgeConfiguration: {} } : {};
  const command = new PutBucketNotificationConfigurationCommand({ Bucket: dev.bucket, NotificationConfiguration });
  await clients.s3.send(command);
}

/** The number of the last attempt of every document, by its id. */
async function attempts({ dev }: DeployedProduct): Promise<ReadonlyMap<string, number>> {
  const pages = await Promise.all(
    ['acme', 'globex'].map((tenantId) => dev.ledger.listDocuments(tenantId, { limit: 100 })),
  );
  return new Map(pages.flatMap(({ documents }) => documents.map(({ documentId, attempt }) => [documentId, attempt])));
}
