import { expect, it } from 'vitest';
import { BOB, FARAH } from './askers.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { hasEnded, putDocument, recordOf, whenRecord } from './sample-documents.ts';

/** Registers the tests of callers whom the deployed API lets have nothing. */
export function refusedCallers(deployed: () => DeployedProduct): void {
  it('answers 401 without a token, with one that has ended and with one that nobody signed', async () => {
    const expired = deployed().aws.issuer.token(FARAH, -60);
    const forged = `${deployed().aws.issuer.token(FARAH).split('.').slice(0, 2).join('.')}.AAAA`;
    const request = { method: 'GET', path: '/v1/documents' } as const;

    const statuses = [];
    for (const token of [undefined, expired, forged]) {
      statuses.push(await deployed().dev.call({ ...request, ...(token !== undefined && { token }) }));
    }

    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(statuses.map(({ type }) => type)).toEqual(Array(3).fill('application/problem+json'));
  });

  it('answers 403 to an upload over a document that the caller may not read', async () => {
    const document = 'acme/handbook/board.md';
    const { dev, clients } = deployed();
    await putDocument(clients.s3, dev, document, '# Board\n\nIt meets in May.\n', 'group:finance');
    await whenRecord(dev, document, hasEnded);
    const body = { collection: 'handbook', path: 'board.md', bytes: 10 };
    const request = { method: 'POST', path: '/v1/documents', body } as const;

    const refused = await dev.call({ ...request, caller: { ...FARAH, user: 'gina', groups: [] } });
    const taken = await dev.call({ ...request, caller: FARAH });

    expect(refused).toMatchObject({ status: 403, type: 'application/problem+json' });
    expect(taken.status).toBeLessThan(300);
  });

  it("answers to another tenant's document as to one that is not there", async () => {
    const { documentId } = (await recordOf(deployed().dev, 'acme/handbook/office-guide.txt')) ?? {};
    const theirs = await deployed().dev.call({ method: 'GET', path: `/v1/documents/${documentId}`, caller: BOB });
    const none = await deployed().dev.call({ method: 'GET', path: '/v1/documents/00000000000000000000', caller: BOB });

    expect(documentId).toBeDefined();
    expect(theirs.status).toBe(404);
    expect(theirs).toMatchObject({ status: none.status, type: none.type });
  });
}
