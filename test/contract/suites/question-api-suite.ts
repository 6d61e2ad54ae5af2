import { describe, expect, it } from 'vitest';
import type { QuestionApi } from '#shared/ports/question-api.ts';

const CALLER = { tenantId: 'acme', user: 'ana', groups: ['finance'] };

/** What every way to ask keeps to. `create` gives one over an API that knows nothing yet. */
export function questionApiSuite({ name, create }: { name: string; create: () => Promise<QuestionApi> }): void {
  describe(`QuestionApi, ${name}`, () => {
    it('gives what the route answers, whole', async () => {
      const api = await create();

      const answer = await api.post(CALLER, '/v1/answers', { question: 'Who signed the lease?' });
      const found = await api.post(CALLER, '/v1/search', { query: 'lease', limit: 3 });

      expect(answer).toMatchObject({ outcome: 'no-evidence', claims: [] });
      expect(found).toMatchObject({ passages: [] });
    });

    it('throws the failure that a problem stands for', async () => {
      const api = await create();

      const asking = api.post(CALLER, '/v1/search', { query: '', limit: 3 });

      await expect(asking).rejects.toMatchObject({ name: 'InputInvalid', message: expect.stringContaining('query') });
    });

    it('rejects by an aborted signal', async () => {
      const api = await create();

      const asking = api.post(CALLER, '/v1/search', { query: 'lease' }, AbortSignal.abort(new Error('left')));

      await expect(asking).rejects.toThrow('left');
    });
  });
}
