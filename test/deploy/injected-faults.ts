import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { INGEST_STEPS, type IngestStep } from '#shared/contracts/steps.ts';
import type { FailureName } from '#shared/domain/failures.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { picturedPage } from '../doubles/scans.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { putDocument } from './sample-documents.ts';

/** An error in place of what a step would do for one document, once. */
export interface Fault {
  readonly step: IngestStep;
  readonly error: FailureName | 'Lambda.Unknown';
}

/** One error of each retrier. Source: infra/aws/constructs/lambda-task.ts. */
const PASSING = ['DependencyUnavailable', 'FunctionTimedOut', 'Lambda.Unknown'] as const;

/** What the first step to catch it hands to `reject`. */
export const CAUGHT: FailureName = 'DocumentUnreadable';

/** All but the last. Of these, `recognise` runs for scans alone. */
const FALLIBLE = INGEST_STEPS.filter((step) => step !== 'reject');

/** A scan that Textract itself gives up, which is the document's fault by the same name. */
const FAILED_JOB = 'initech/faults/failed-job.png';

/** Calls of Textract that are refused: as many as the SDK makes of one before the step fails. */
const REFUSED_CALLS = 3;

/** Documents by path whose runs take every retrier, and those whose runs take every catcher; a collection of their own. */
export const FAULTY = {
  collection: { tenantId: 'initech', collection: 'faults', access: ['everyone-in-tenant'], policy: 'strict' },
  healing: PASSING.map((error) => ({
    document: `initech/faults/after-${error.toLowerCase()}.png`,
    faults: FALLIBLE.map((step): Fault => ({ step, error })),
    isScan: true,
  })),
  failing: [
    { document: FAILED_JOB, faults: [], isScan: true },
    ...FALLIBLE.map((step, at) => ({
      document: `initech/faults/at-${step}`,
      isScan: step === 'recognise',
      faults: [
        { step, error: CAUGHT } as const,
        // Nobody catches what `reject` throws, so each of its retriers has to heal it.
        ...(at === 0 ? PASSING.map((error): Fault => ({ step: 'reject', error })) : []),
      ],
    })),
  ],
} as const;

/**
 * Has the emulator's Lambda answer the next calls that the state machine makes for a document by these errors, as AWS
 * Fault Injection Service fails invocations; the functions are not called.
 */
export async function injectFaults({ aws, dev }: DeployedProduct, document: string, faults: readonly Fault[]) {
  const [tenantId = ''] = document.split('/');
  const functions = [...(await aws.keys.all()).values()].filter(({ environment }) => environment === 'dev');
  const lines = faults.map(({ step, error }) => {
    const functionName = functions.find(({ name }) => name === step)?.functionName ?? '';
    return `${functionName} ${error}\n`;
  });
  await mkdir(aws.faults, { recursive: true });
  const place = path.join(aws.faults, documentIdOf(tenantId, dev.bucket, `tenants/${document}`));
  await writeFile(place, lines.join(''));
}

/** Puts the documents whose runs take every branch there is for a fault. */
export async function putFaultyDocuments(product: DeployedProduct): Promise<void> {
  await product.dev.ledger.writeCollection({ ...FAULTY.collection, access: [...FAULTY.collection.access] });
  product.aws.textract.failAt(FAILED_JOB);
  product.aws.textract.refuseNext(REFUSED_CALLS);
  for (const { document, faults, isScan } of [...FAULTY.healing, ...FAULTY.failing]) {
    await injectFaults(product, document, faults);
    await putDocument(
      product.clients.s3,
      product.dev,
      document,
      isScan ? await scanOf(document) : `# Faults\n\nThis is ${document}.\n`,
    );
  }
}

async function scanOf(document: string): Promise<Buffer> {
  const lines = ['The harbour office keeps all reports of faults', `of the quay, and this one is ${document}.`];
  return Buffer.from(await picturedPage(lines));
}
