import type { DocumentStore } from '#shared/ports/document-store.ts';

/** All keys under the prefix, page by page. */
export async function* everyKey(store: DocumentStore, prefix: string): AsyncGenerator<string> {
  let after: string | undefined;
  do {
    const keys: readonly string[] = await store.list(prefix, after);
    yield* keys;
    after = keys.at(-1);
  } while (after !== undefined);
}
