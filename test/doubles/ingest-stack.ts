import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { PortOverrides } from '#infra/local/local-ports.ts';
import { requestJson } from '#infra/local/request-json.ts';
import { openStack, type Stack } from '#infra/local/stack.ts';
import type { SearchResponse } from '#shared/contracts/api.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import type { DocumentMetadata } from '#shared/domain/document-metadata.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import { cachedTemplate } from './cached-template.ts';
import { hashedWordsEmbedder } from './hashed-words-embedder.ts';
import { listedEntityFinder } from './listed-entity-finder.ts';
import { giveMasterKey } from './master-key.ts';
import { SHARED_PARTS } from './shared-parts.ts';

const template = await cachedTemplate();

/** What a test makes the models do before they work as ever. */
export interface ModelBehaviour {
  beforeEmbed(texts: readonly RedactedText[]): Promise<void>;
  beforeFind(): Promise<void>;
}

export interface IngestStack {
  readonly stack: Stack;
  readonly behaviour: ModelBehaviour;
  /** Texts embedded for documents so far. */
  embedded(): number;
  /** Writes a new version of `<tenant>/<collection>/<path>` without waiting for anything. */
  write(place: string, text: string | Uint8Array, access?: string, metadata?: DocumentMetadata): Promise<void>;
  /** Writes, waits until all is settled, and gives the document's row. */
  put(place: string, text: string | Uint8Array, access?: string, metadata?: DocumentMetadata): Promise<DocumentRecord>;
  remove(place: string): Promise<void>;
  /** @throws Error when there is no row. */
  record(place: string): Promise<DocumentRecord>;
  idOf(place: string): string;
  /** How often an execution was started for it. */
  executions(place: string): Promise<number>;
  /** Texts of its chunks in the index, visible or not, in order. */
  chunks(place: string): Promise<readonly string[]>;
  /** Ids of the documents in which a member of these groups finds the word. */
  found(tenantId: string, groups: readonly string[], word: string): Promise<readonly string[]>;
  /** Files of raw text, chunks and vectors that lie about. */
  leftovers(): readonly string[];
}

/** The local stack over doubles of the models, which a test can make wait or fail. Retries come at once. */
export async function ingestStack(
  home: string,
  { decorate }: Pick<PortOverrides, 'decorate'> = {},
): Promise<IngestStack> {
  const behaviour: ModelBehaviour = { beforeEmbed: async () => {}, beforeFind: async () => {} };
  const embedder = hashedWordsEmbedder();
  const finder = listedEntityFinder({ 'Ana Ruiz': 'PERSON' });
  let count = 0;
  giveMasterKey(home);
  const stack = await openStack({
    ...{ settings: LocalSettings.parse({ AFFIDAVIT_HOME: home }), runsIngest: true, template, retryInterval: 0 },
    overrides: {
      ...SHARED_PARTS,
      ...(decorate && { decorate }),
      embedder: {
        ...embedder,
        embed: async (texts, purpose, signal) => {
          await behaviour.beforeEmbed(texts);
          if (purpose === 'passage') count += texts.length;
          return embedder.embed(texts, purpose, signal);
        },
      },
      finders: [{ ...finder, find: (text, signal) => behaviour.beforeFind().then(() => finder.find(text, signal)) }],
    },
  });
  return { stack, behaviour, embedded: () => count, ...documentsOf(stack), leftovers: () => leftovers(home) };
}

function documentsOf(stack: Stack) {
  const { ledger, store, executions, index } = stack.ports;
  const tenantOf = (place: string) => place.slice(0, place.indexOf('/'));
  const keyOf = (place: string) => `tenants/${place}`;
  const idOf = (place: string) => documentIdOf(tenantOf(place), store.bucket, keyOf(place));
  const write: IngestStack['write'] = async (place, text, access, metadata) =>
    void (await store.write(keyOf(place), Buffer.from(text), { access, metadata }));
  const record = async (place: string) => {
    const found = await ledger.document(tenantOf(place), idOf(place));
    if (found === undefined) throw new Error('there is no row');
    return found;
  };
  return {
    idOf,
    write,
    record,
    put: async (...written: Parameters<IngestStack['put']>) => {
      const [place] = written;
      await write(...written);
      await stack.settled();
      return record(place);
    },
    remove: (place: string) => store.remove(keyOf(place)),
    executions: async (place: string) => (await executions.history(idOf(place))).length,
    chunks: async (place: string) =>
      (await index.documentChunks(tenantOf(place), idOf(place))).map(({ text }) => String(text)),
    found: async (tenantId: string, groups: readonly string[], word: string) => {
      const caller = { tenantId, user: 'ben', groups };
      const { passages } = await requestJson<SearchResponse>(stack, caller, 'POST', '/v1/search', { query: word });
      // By their vectors, passages without the word are found too.
      return passages.filter(({ text }) => text.includes(word)).map(({ documentId }) => documentId);
    },
  };
}

function leftovers(home: string): string[] {
  const entries = readdirSync(path.join(home, 'artifacts'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(home, path.join(entry.parentPath, entry.name)))
    .filter((file) => /(?:^|\/)(?:raw|work)\//.test(file));
}
