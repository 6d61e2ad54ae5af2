import type { DocumentRecord } from '#shared/domain/document.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import type { ServingStack } from '../serve-stack.ts';
import { BENCH_RULE } from './bench-documents.ts';
import { type InventedText, inventedDocument } from './invented-chunks.ts';
import type { RequestLoad } from './requests-from-thread.ts';

const WORDS_PER_QUESTION = 8;

/** Longer than any load and what fills the index before. */
const TOKEN_SECONDS = 3_600;

/** What several tenants do to a stack that serves over HTTP. */
export interface TenantLoad {
  /** Declares the collection of every tenant. */
  declare(): Promise<void>;
  /** Writes an invented document of the tenant whose turn the number is, without ingest. */
  write(number: number): Promise<DocumentRecord>;
  /** Something that searches as any of the tenants, by a question of invented words; undefined when no answer came. */
  searcher(): Promise<() => Promise<Response | undefined>>;
  /** The same searches, one at each of the times, for a thread that sends them. */
  searches(times: readonly number[]): Promise<RequestLoad>;
}

/** The same words and the same order of tenants for the same seed. */
export function tenantLoad(
  stack: ServingStack,
  { tenants, text, seed }: { readonly tenants: readonly string[]; readonly text: InventedText; readonly seed: number },
): TenantLoad {
  const { ledger, index, embedder, clock, fingerprint } = stack.ports;
  const url = `${stack.address}/v1/search`;
  const drawer = async () => {
    const random = seededRandom(seed);
    const issue = (tenantId: string) => stack.issueToken({ tenantId, user: 'load', groups: [] }, TOKEN_SECONDS);
    const tokens = await Promise.all(tenants.map(issue));
    return () => ({
      token: tokens[Math.floor(random() * tokens.length)] ?? '',
      body: JSON.stringify({ query: `Which ${text.words(WORDS_PER_QUESTION)}?` }),
    });
  };
  return {
    declare: async () => {
      await ledger.writeCollection(BENCH_RULE);
      for (const tenantId of tenants) await ledger.writeCollection({ ...BENCH_RULE, tenantId });
    },
    write: async (number) => {
      const now = new Date(clock.now()).toISOString();
      const tenantId = tenants[number % tenants.length];
      const { record, chunks } = inventedDocument(number, embedder.dimensions, text, now, tenantId);
      await ledger.writeDocument(record);
      await index.write(chunks, { ...record, embedder: await fingerprint() });
      return record;
    },
    searcher: async () => {
      const draw = await drawer();
      return () => {
        const { token, body } = draw();
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
        return fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
      };
    },
    searches: async (times) => {
      const draw = await drawer();
      return { url, requests: times.map((at) => ({ at, ...draw() })) };
    },
  };
}
