import { expect, it } from 'vitest';
import { showReceipt } from '#functions/query/show-receipt.ts';
import { receiptSchema } from '#shared/contracts/receipt.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import type { Receipt } from '#shared/domain/receipt.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { documentRecord, receipt } from '../doubles/sample-records.ts';

const ANA = { tenantId: 'acme', user: 'ana', groups: ['finance'] };
const candidate = (chunkId: string, documentId: string, fate: 'shown' | 'near-duplicate', duplicateOf?: string) => ({
  ...{ chunkId, documentId, score: 0.5, fate },
  ...(duplicateOf !== undefined && { duplicateOf }),
});

/** An answer from two documents, as Ana was given it, with what each repeats of the other. */
const GIVEN = receipt({
  candidates: [
    candidate('own', 'a1', 'shown'),
    candidate('copy-of-own', 'a1', 'near-duplicate', 'own'),
    candidate('copy-of-theirs', 'a1', 'near-duplicate', 'theirs'),
    candidate('theirs', 'a2', 'shown'),
    candidate('their-copy-of-own', 'a2', 'near-duplicate', 'own'),
  ],
  claims: {
    ...{ proposed: 2, kept: 2, dropped: [] },
    verdicts: [
      { chunkId: 'own', verdict: 'kept' },
      { chunkId: 'theirs', verdict: 'kept' },
    ],
  },
});

/** What the receipt shows while the other document's row is this one. */
async function shownWhile(theirs: Partial<DocumentRecord>, caller = ANA): Promise<Receipt> {
  const own = documentRecord({ documentId: 'a1' });
  const other = documentRecord({ documentId: 'a2', access: ['group:finance'], ...theirs });
  const reads: Pick<Ledger, 'receipt' | 'documents'> = {
    receipt: async () => GIVEN,
    documents: async (_tenantId, ids) => [own, other].filter(({ documentId }) => ids.includes(documentId)),
  };
  const ports = { ledger: reads as Ledger, clock: manualClock(), metrics: recordedMetrics() }; // It is asked for nothing else.
  return showReceipt(caller, GIVEN.answerId, ports, new AbortController().signal);
}

it('shows the whole of an answer to its asker, who may still read all of it', async () => {
  expect(receiptSchema().parse(await shownWhile({}))).toEqual(GIVEN);
});

it.each([
  ['may not be read by the asker now', { access: ['group:legal'] }, ANA],
  ['may not be read by this token', {}, { ...ANA, groups: [] }],
  ['was deleted', { status: 'deleted' as const }, ANA],
])('names no passage of a document that %s, nor that another repeats one', async (_what, theirs, caller) => {
  const shown = await shownWhile(theirs, caller);

  expect(shown.candidates.map(({ chunkId, duplicateOf }) => [chunkId, duplicateOf])).toEqual([
    ['own', undefined],
    ['copy-of-own', 'own'],
    ['copy-of-theirs', undefined],
  ]);
  expect(shown.claims.verdicts).toEqual([{ chunkId: 'own', verdict: 'kept' }]);
});
