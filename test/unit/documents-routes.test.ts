import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/documents/handler.ts';
import { DocumentDetailSchema, DocumentListSchema, UploadResponseSchema } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import type { DocumentStore, UploadLimits } from '#shared/ports/document-store.ts';
import { call, type TestRequest } from '../doubles/proxy-event.ts';
import { ANA, EVE, LENA } from '../doubles/question-api.ts';
import { questionStack } from '../doubles/question-stack.ts';
import { documentRecord, stepRecord } from '../doubles/sample-records.ts';

const MAX_BYTES = 1_000;

/** A document store that notes what was removed and what forms were asked for; `failing` makes it fail. */
function notingStore() {
  const removed: string[] = [];
  const forms: { key: string; limits: UploadLimits }[] = [];
  const state = { isFailing: false };
  const store: Pick<DocumentStore, 'bucket' | 'remove' | 'presignUpload'> = {
    bucket: 'bucket',
    remove: async (key) => {
      if (state.isFailing) throw new PipelineFailure('DependencyUnavailable', 'the store did not answer');
      removed.push(key);
    },
    presignUpload: async (key, limits) => {
      forms.push({ key, limits });
      return { url: 'https://upload.test', fields: { key }, expiresAt: '2026-01-01T00:15:00.000Z' };
    },
  };
  return { store: store as DocumentStore, removed, forms, state }; // The function calls no other part of it.
}

async function documentsApi() {
  const { ports, publish } = await questionStack();
  const noting = notingStore();
  await publish({ documentId: 'lease', text: 'The rent is due.', access: ['group:finance'], collection: 'contracts' });
  await publish({ documentId: 'menu', text: 'Lunch is at noon.' });
  await publish({ documentId: 'plan', text: 'Trucks leave at six.', tenantId: 'globex' });
  for (const [collection, access] of [
    ['inbox', ['everyone-in-tenant']],
    ['contracts', ['group:finance']],
  ] as const) {
    await ports.ledger.writeCollection({ tenantId: 'acme', collection, access, policy: 'strict' });
  }
  const handler = createHandler({ ...ports, store: noting.store, maxDocumentBytes: MAX_BYTES });
  const send = (caller: Caller, route: string, changes: Partial<TestRequest> = {}) =>
    call(handler, { route, caller, ...changes });
  return { ports, handler, send, ...noting };
}

describe('GET /v1/documents', () => {
  it('lists what the caller may read, and nothing else', async () => {
    const { send } = await documentsApi();
    const list = async (caller: Caller) =>
      DocumentListSchema.parse((await send(caller, 'GET /v1/documents')).json()).documents.map(
        ({ documentId }) => documentId,
      );

    expect(await list(ANA)).toEqual(['lease', 'menu']);
    expect(await list(EVE)).toEqual(['menu']);
    expect(await list(LENA)).toEqual(['plan']);
  });

  it('goes on where the page before ended', async () => {
    const { send } = await documentsApi();

    const first = (await send(ANA, 'GET /v1/documents', { query: { limit: '1' } })).json();
    const second = (await send(ANA, 'GET /v1/documents', { query: { limit: '1', after: first.next } })).json();

    expect([first, second].map(({ documents }) => documents[0].documentId)).toEqual(['lease', 'menu']);
  });

  it('lists running and rejected documents by their status, with what to do', async () => {
    const { send, ports } = await documentsApi();
    const failure = { name: 'DocumentEncrypted', step: 'extract', at: '2026-01-01T00:00:00.000Z' } as const;
    const { live: _live, ...row } = documentRecord({ documentId: 'sealed', status: 'rejected', failure });
    await ports.ledger.writeDocument(row);

    const { documents } = (await send(EVE, 'GET /v1/documents', { query: { status: 'rejected' } })).json();

    expect(documents).toEqual([
      expect.objectContaining({
        documentId: 'sealed',
        failure: { name: 'DocumentEncrypted', step: 'extract', advice: expect.stringContaining('password') },
      }),
    ]);
  });

  it.each([{ limit: '0' }, { limit: '101' }, { limit: 'all' }, { status: 'gone' }, { tenant: 'globex' }])(
    'refuses the query %o',
    async (query) => {
      const { send } = await documentsApi();

      expect((await send(ANA, 'GET /v1/documents', { query })).status).toBe(400);
    },
  );
});

describe('GET /v1/documents/{id}', () => {
  it('shows a document with the history of its steps', async () => {
    const { send, ports } = await documentsApi();
    await ports.ledger.recordStep(stepRecord({ documentId: 'lease' }));

    const detail = DocumentDetailSchema.parse((await send(ANA, 'GET /v1/documents/{id}', { id: 'lease' })).json());

    expect(detail).toMatchObject({ documentId: 'lease', status: 'published', steps: [{ step: 'redact', runs: 1 }] });
  });

  it('does not tell what is not yours from what is not there', async () => {
    const { send } = await documentsApi();
    const plain = async (caller: Caller, id: string) => {
      const { status, text } = await send(caller, 'GET /v1/documents/{id}', { id });
      return [status, text];
    };

    const missing = await plain(EVE, 'nothing');

    expect(missing[0]).toBe(404);
    expect(await plain(EVE, 'lease')).toEqual(missing);
    expect(await plain(LENA, 'lease')).toEqual(missing);
  });
});

describe('DELETE /v1/documents/{id}', () => {
  it('hides the document at once and removes the file, the index entries and the pages', async () => {
    const { send, ports, removed } = await documentsApi();

    const response = await send(ANA, 'DELETE /v1/documents/{id}', { id: 'lease' });

    expect([response.status, response.text]).toEqual([204, '']);
    expect(removed).toEqual(['lease']); // Its key, unsealed.
    expect(await ports.index.documentChunks('acme', 'lease')).toEqual([]);
    expect(ports.artifacts.keys().filter((key) => key.includes('lease'))).toEqual([]);
    expect((await ports.ledger.document('acme', 'lease'))?.status).toBe('deleted');
    expect(await ports.index.documentChunks('acme', 'menu')).toHaveLength(1);
  });

  it('says when not everything is gone, and can be done again until it is', async () => {
    const { send, ports, state, removed } = await documentsApi();
    state.isFailing = true;

    const failed = await send(ANA, 'DELETE /v1/documents/{id}', { id: 'lease' });
    state.isFailing = false;
    const again = await send(ANA, 'DELETE /v1/documents/{id}', { id: 'lease' });

    expect([failed.status, again.status]).toEqual([503, 204]);
    expect(removed).toEqual(['lease']);
    expect(await ports.index.documentChunks('acme', 'lease')).toEqual([]);
  });

  it.each<[string, Caller]>([
    ['somebody without access', EVE],
    ['another tenant', LENA],
  ])('leaves a document alone for %s, before and after its deletion', async (_who, caller) => {
    const { send, removed } = await documentsApi();

    const before = await send(caller, 'DELETE /v1/documents/{id}', { id: 'lease' });
    await send(ANA, 'DELETE /v1/documents/{id}', { id: 'lease' });
    const after = await send(caller, 'DELETE /v1/documents/{id}', { id: 'lease' });

    expect([before.status, after.status]).toEqual([404, 404]);
    expect(removed).toEqual(['lease']);
  });
});

describe('POST /v1/documents', () => {
  const upload = (changes: object = {}) => ({
    body: { collection: 'inbox', path: 'notes/a.txt', bytes: 10, ...changes },
  });

  it('gives a form for one key, with the access that the server chose', async () => {
    const { send, forms } = await documentsApi();

    const response = await send(ANA, 'POST /v1/documents', upload({ access: 'group:finance' }));

    expect(response.status).toBe(201);
    const key = 'tenants/acme/inbox/notes/a.txt';
    expect(UploadResponseSchema.parse(response.json())).toMatchObject({
      documentId: documentIdOf('acme', 'bucket', key),
      fields: { key },
    });
    expect(forms).toEqual([{ key, limits: { maxBytes: MAX_BYTES, expiresInSeconds: 900, access: 'group:finance' } }]);
  });

  it.each([
    ['a collection that is not there', EVE, { collection: 'nowhere' }, 404],
    ['a collection of others', EVE, { collection: 'contracts' }, 404],
    ['a collection of another tenant', LENA, { collection: 'inbox' }, 404],
    ['a file that is too large', EVE, { bytes: MAX_BYTES + 1 }, 413],
    ['a path that climbs', EVE, { path: '../../globex/inbox/a.txt' }, 400],
    ['an access list that is none', EVE, { access: 'everyone' }, 400],
    ['nobody of the collection’s readers', ANA, { collection: 'contracts', access: 'user:eve' }, 400],
  ])('refuses %s', async (_what, caller, changes, status) => {
    const { send, forms } = await documentsApi();

    expect((await send(caller, 'POST /v1/documents', upload(changes))).status).toBe(status);
    expect(forms).toEqual([]);
  });

  it('lets nobody put a file in the place of one that they may not read', async () => {
    const { send, ports, forms } = await documentsApi();
    const documentId = documentIdOf('acme', 'bucket', 'tenants/acme/inbox/notes/a.txt');
    await ports.ledger.writeDocument(documentRecord({ documentId, access: ['user:ana'] }));

    expect((await send(EVE, 'POST /v1/documents', upload())).status).toBe(403);
    expect((await send(ANA, 'POST /v1/documents', upload())).status).toBe(201);
    expect(forms).toHaveLength(1);
  });
});
