import { describe, expect, it } from 'vitest';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { updateDocument } from '#shared/runtime/update-document.ts';
import { documentRecord } from '../doubles/sample-records.ts';

const PLACE = { tenantId: 'acme', documentId: 'a1' };
const held = (record: DocumentRecord): DocumentRecord => ({ ...record, status: 'held' });

/** A row that another writer changes before each of the first writes, which fail by these. */
function contended(...failures: readonly PipelineFailure[]) {
  let record = documentRecord();
  const written: DocumentRecord[] = [];
  const left = [...failures];
  const rows: Pick<Ledger, 'document' | 'writeDocument'> = {
    document: async () => record,
    writeDocument: async (changed) => {
      const failure = left.shift();
      record = { ...record, revision: record.revision + 1 };
      if (failure !== undefined) throw failure;
      written.push(changed);
    },
  };
  return { ledger: rows as Ledger, written, tries: () => failures.length - left.length }; // It is asked for nothing else.
}

const conflict = () => new PipelineFailure('LedgerConflict', 'another writer changed the document first');

describe('updateDocument', () => {
  it('makes its change again to what another writer left', async () => {
    const { ledger, written } = contended(conflict(), conflict());

    const changed = await updateDocument(ledger, PLACE, held);

    expect(changed).toMatchObject({ status: 'held', revision: 3 });
    expect(written).toEqual([changed]);
  });

  it('writes nothing when what another writer left needs no change', async () => {
    const { ledger, written } = contended(conflict());

    const changed = await updateDocument(ledger, PLACE, (record) => (record.revision > 1 ? record : held(record)));

    expect(changed).toMatchObject({ status: 'published', revision: 2 });
    expect(written).toEqual([]);
  });

  it('says so when it lost every time', async () => {
    const { ledger, tries } = contended(...Array.from({ length: 9 }, conflict));

    await expect(updateDocument(ledger, PLACE, held)).rejects.toMatchObject({ name: 'LedgerConflict' });
    expect(tries()).toBe(5);
  });

  it('does not take a ledger that is down for another writer', async () => {
    const { ledger, tries } = contended(new PipelineFailure('DependencyUnavailable', 'down'), conflict());

    await expect(updateDocument(ledger, PLACE, held)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    expect(tries()).toBe(1);
  });

  it('makes no row where there is none', async () => {
    const { ledger, written } = contended();
    const empty = { ...ledger, document: async () => undefined };

    await expect(updateDocument(empty, PLACE, held)).rejects.toMatchObject({ name: 'NotFound' });
    expect(written).toEqual([]);
  });
});
