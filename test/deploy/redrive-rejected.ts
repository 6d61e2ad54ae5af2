import * as z from 'zod';
import type { DocumentRecord } from '#shared/domain/document.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { injectFaults } from './injected-faults.ts';
import { invokeFunction } from './invoke-function.ts';
import { eachAtOnce, LETTER_PLACES, LETTERS, putLetter, whenEach } from './many-documents.ts';
import { hasEnded } from './sample-documents.ts';

const CountSchema = z.int().nonnegative();
const OutcomeSchema = z.object({
  isFinished: z.literal(true),
  matched: CountSchema,
  sent: CountSchema,
  skipped: CountSchema,
});

/** What became of letters that a defect rejected, and that two redrives at once sent again when it was mended. */
export interface RedrivenLetters {
  readonly rejected: readonly DocumentRecord[];
  readonly redrives: readonly z.output<typeof OutcomeSchema>[];
  readonly records: readonly DocumentRecord[];
  /** Of each letter, how often `publish` ran in all its attempts: its effects. */
  readonly published: readonly number[];
}

/** Rejects every letter by a failure that no retry heals, and sends them again. */
export async function redriveRejected(product: DeployedProduct): Promise<RedrivenLetters> {
  const { dev } = product;
  await dev.ledger.writeCollection({ ...LETTERS, access: [...LETTERS.access] });
  await eachAtOnce(LETTER_PLACES, async (place) => {
    await injectFaults(product, place, [{ step: 'identify', error: 'Unexpected' }]);
    await putLetter(product, place, 'first');
  });
  const rejected = await whenEach(product, LETTER_PLACES, hasEnded);

  const redrives = await Promise.all([redrive(product), redrive(product)]);
  await invokeFunction(product, 'dispatch', {}); // As its schedule does, every minute.
  const records = await whenEach(product, LETTER_PLACES, (record) => record.attempt > 1 && hasEnded(record));
  const published = await eachAtOnce(records, async ({ tenantId, documentId }) =>
    (await dev.ledger.steps(tenantId, documentId))
      .filter(({ step }) => step === 'publish')
      .reduce((total, { runs }) => total + runs, 0),
  );
  return { rejected, redrives, records, published };
}

/** As an operator calls it. */
async function redrive(product: DeployedProduct): Promise<z.output<typeof OutcomeSchema>> {
  const event = { tenantId: LETTERS.tenantId, reason: 'Unexpected' };
  return OutcomeSchema.parse(await invokeFunction(product, 'redrive', event));
}
