import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readmitCollection } from '#infra/local/readmit-collection.ts';
import { type ServingStack, serveStack } from '#infra/local/serve-stack.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { cachedTemplate } from './cached-template.ts';
import { hashedWordsEmbedder } from './hashed-words-embedder.ts';
import { listedEntityFinder } from './listed-entity-finder.ts';
import { giveMasterKey } from './master-key.ts';
import { SHARED_PARTS } from './shared-parts.ts';

/** Largest document that the stack takes, in bytes. */
export const MAX_DOCUMENT_BYTES = 10_000;

export interface ApiRequest {
  readonly method?: string;
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  /** The text as JSON; undefined when it is none. */
  readonly json: unknown;
}

/** Sends one request as any HTTP client would; a body that is no text goes as JSON. */
export async function send(
  address: string,
  { method = 'GET', path: to, token, body, headers }: ApiRequest,
): Promise<ApiAnswer> {
  const response = await fetch(address + to, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The served stack in a folder of its own, with an embedder and a name detector that need no model. */
export async function apiStack() {
  const home = mkdtempSync(path.join(tmpdir(), 'affidavit-api-'));
  const settings = LocalSettings.parse({
    AFFIDAVIT_HOME: home,
    AFFIDAVIT_PORT: 0,
    AFFIDAVIT_MAX_DOCUMENT_BYTES: MAX_DOCUMENT_BYTES,
  });
  const problems: unknown[] = [];
  giveMasterKey(home);
  const stack: ServingStack = await serveStack(settings, {
    onProblem: (problem) => problems.push(problem),
    overrides: { ...SHARED_PARTS, embedder: hashedWordsEmbedder(), finders: [listedEntityFinder({})] },
    template: await cachedTemplate(),
  });
  const { store, ledger } = stack.ports;
  const idOf = (key: string) => documentIdOf(key.split('/')[1] ?? '', store.bucket, key);

  return {
    stack,
    /** Defects in the background. */
    problems,
    idOf,
    recordOf: (key: string): Promise<DocumentRecord | undefined> => ledger.document(key.split('/')[1] ?? '', idOf(key)),
    /** Writes a document and waits until it has ended. */
    put: async (key: string, text: string, access?: string) => {
      await store.write(key, Buffer.from(text), { access });
      await stack.settled();
      return idOf(key);
    },
    /** Sets a collection's rule as `affidavit collections set` does. */
    declare: async (tenantId: string, collection: string, access: readonly string[]) => {
      await ledger.writeCollection({ tenantId, collection, access, policy: 'strict' });
      await readmitCollection(stack, tenantId, collection);
    },
    token: (caller: Caller) => stack.issueToken(caller, 600),
    as: async (caller: Caller, request: ApiRequest, address = stack.address) =>
      send(address, { token: await stack.issueToken(caller, 600), ...request }),
    close: async () => {
      await stack.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
