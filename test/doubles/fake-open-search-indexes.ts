import type { Fields, StoredDocument } from './open-search-query.ts';

export interface SearchAnswer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeIndex {
  readonly name: string;
  readonly aliases: Set<string>;
  mappings: Fields;
  readonly written: Map<string, StoredDocument>;
  /** What searches find: as much as was written at the last refresh. */
  searchable: Map<string, StoredDocument>;
}

export const NOT_FOUND: SearchAnswer = { status: 404, body: { error: { type: 'index_not_found_exception' } } };
const DONE: SearchAnswer = { status: 200, body: { acknowledged: true } };
const EXISTS: SearchAnswer = { status: 400, body: { error: { type: 'resource_already_exists_exception' } } };

type AliasAction = Readonly<Record<'add' | 'remove', { readonly index: string; readonly alias: string } | undefined>>;

/** Indexes by their names and aliases, as a cluster keeps them. */
export function indexesByName() {
  const indexes = new Map<string, FakeIndex>();
  return {
    /** Those under a name, an alias, or a pattern that ends in an asterisk. */
    find: (name: string): FakeIndex[] => {
      const fits = (each: string) => (name.endsWith('*') ? each.startsWith(name.slice(0, -1)) : each === name);
      return [...indexes.values()].filter((index) => fits(index.name) || [...index.aliases].some(fits));
    },
    make: (name: string, body: Fields): SearchAnswer => {
      if (indexes.has(name)) return EXISTS;
      const { aliases = {}, mappings = {} } = body as { aliases?: object; mappings?: Fields }; // As the product sends it.
      const documents = { written: new Map(), searchable: new Map() };
      indexes.set(name, { name, aliases: new Set(Object.keys(aliases)), mappings, ...documents });
      return DONE;
    },
    remove: (name: string): SearchAnswer => (indexes.delete(name) ? DONE : NOT_FOUND),
    moveAliases: (body: Fields): SearchAnswer => {
      for (const { add, remove } of body['actions'] as AliasAction[]) {
        if (add) indexes.get(add.index)?.aliases.add(add.alias);
        if (remove) indexes.get(remove.index)?.aliases.delete(remove.alias);
      }
      return DONE;
    },
  };
}
