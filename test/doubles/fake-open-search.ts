import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client } from '@opensearch-project/opensearch';
import { onTestFinished } from 'vitest';
import { type FakeIndex, indexesByName, NOT_FOUND, type SearchAnswer } from './fake-open-search-indexes.ts';
import { type Fields, matches, type StoredDocument, scoreOf } from './open-search-query.ts';

export type { SearchAnswer } from './fake-open-search-indexes.ts';

export interface SearchCall {
  readonly method: string;
  /** Without its query string. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed; of a bulk request the lines. */
  readonly body: Fields;
  readonly lines: readonly string[];
}

/** What goes wrong with bulk requests, as the test says. */
interface BulkFaults {
  /** A status by which one item is refused, nothing of it being stored. */
  readonly itemStatus?: (id: string) => number | undefined;
  /** Breaks the connection instead of answering: before the request takes effect, or after. */
  readonly drop?: (call: SearchCall) => 'before' | 'after' | undefined;
}

interface Options extends BulkFaults {
  /** Changes what the caller is told, once the call took effect. */
  readonly after?: (call: SearchCall, answer: SearchAnswer) => SearchAnswer;
  /** What it returns is answered instead of the call being served: a recorded answer. */
  readonly before?: (call: SearchCall) => SearchAnswer | undefined;
}

/**
 * The real client and a server on the loopback with as much of OpenSearch as the index uses. What was written is found
 * by searches only after a refresh, as in a real one.
 */
export async function fakeOpenSearch({ before, after, drop, itemStatus }: Options = {}) {
  const calls: SearchCall[] = [];
  /** How often each id was stored. */
  const stored = new Map<string, number>();
  const serve = engine(stored, itemStatus);
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const content = await text(request);
    const isBulk = pathname.endsWith('/_bulk');
    const call: SearchCall = {
      method: request.method ?? '',
      path: pathname,
      query: Object.fromEntries(searchParams),
      body: content === '' || isBulk ? {} : JSON.parse(content),
      lines: isBulk ? content.trimEnd().split('\n') : [],
    };
    calls.push(call);
    const dropped = isBulk ? drop?.(call) : undefined;
    if (dropped === 'before') return void request.socket.destroy();
    const answer = before?.(call) ?? serve(call);
    const { status, body, headers } = after?.(call, answer) ?? answer;
    if (dropped === 'after') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // A server that listens on a port has such an address.
  const client = new Client({ node: `http://127.0.0.1:${port}`, maxRetries: 0 });
  onTestFinished(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  return { connect: async () => client, calls, stored };
}

function engine(stored: Map<string, number>, itemStatus: BulkFaults['itemStatus']): (call: SearchCall) => SearchAnswer {
  const indexes = indexesByName();
  return (call) => {
    const [, name = '', action = ''] = call.path.split('/');
    if (name === '_aliases') return indexes.moveAliases(call.body);
    if (call.method === 'PUT' && action === '') return indexes.make(name, call.body);
    if (call.method === 'DELETE') return indexes.remove(name);
    const found = indexes.find(name);
    if (call.method === 'GET' && action === '_mapping') {
      const mappings = found.map((index) => [index.name, { mappings: index.mappings }]);
      return found.length === 0 ? NOT_FOUND : { status: 200, body: Object.fromEntries(mappings) };
    }
    const [index] = found;
    if (index === undefined || (call.query['require_alias'] === 'true' && index.name === name)) return NOT_FOUND;
    if (action === '_mapping') {
      index.mappings = { ...index.mappings, ...call.body };
      return { status: 200, body: { acknowledged: true } };
    }
    if (action === '_bulk') {
      const write = (document: StoredDocument) => {
        index.written.set(document.id, document);
        stored.set(document.id, (stored.get(document.id) ?? 0) + 1);
      };
      return bulk(call, { write, refresh: () => refresh(index), itemStatus, takes: (source) => takes(index, source) });
    }
    if (action === '_count') return { status: 200, body: { count: index.searchable.size, _shards: { failed: 0 } } };
    if (action === '_search' && 'aggs' in call.body) return aggregate(call, index.searchable);
    if (action === '_search') return search(call, index);
    if (action === '_refresh') {
      refresh(index);
      return { status: 200, body: {} };
    }
    return changeFound(call, index);
  };
}

/** Whether a mapping that is strict knows every field. */
function takes({ mappings }: FakeIndex, source: Fields): boolean {
  const { dynamic, properties = {} } = mappings as { dynamic?: string; properties?: Fields }; // As the product sends it.
  return dynamic !== 'strict' || Object.keys(source).every((field) => field in properties);
}

function refresh(index: FakeIndex): void {
  index.searchable = new Map(index.written);
}

function changeFound({ path, query, body }: SearchCall, index: FakeIndex): SearchAnswer {
  const found = [...index.searchable.values()].filter(
    (document) => document.routing === query['routing'] && matches(document.source, body['query']),
  );
  for (const document of found) {
    if (path.endsWith('/_delete_by_query')) index.written.delete(document.id);
    else index.written.set(document.id, { ...document, source: { ...document.source, ...paramsOf(body) } });
  }
  if (query['refresh'] === 'true') refresh(index);
  return { status: 200, body: { timed_out: false, version_conflicts: 0, failures: [], total: found.length } };
}

/** The script is not run: what it does with its parameters is known. */
function paramsOf(body: Fields): Fields {
  return (body['script'] as { params: Fields }).params; // Every update has a script.
}

interface BulkEngine {
  readonly write: (document: StoredDocument) => void;
  readonly refresh: () => void;
  readonly itemStatus: BulkFaults['itemStatus'];
  readonly takes: (source: Fields) => boolean;
}

function bulk({ lines, query }: SearchCall, { write, refresh, itemStatus, takes }: BulkEngine): SearchAnswer {
  const items = [];
  for (let at = 0; at < lines.length; at += 2) {
    const { index } = JSON.parse(lines[at] ?? '');
    const source = JSON.parse(lines[at + 1] ?? '');
    const refused = itemStatus?.(index._id) ?? (takes(source) ? undefined : 400);
    if (refused === undefined) write({ id: index._id, routing: index.routing, source });
    items.push({ index: refused ? refusedItem(index._id, refused) : { _id: index._id, status: 201 } });
  }
  if (query['refresh'] === 'wait_for') refresh();
  return { status: 200, body: { errors: false, items } };
}

/** As OpenSearch words it: the reason quotes what the document holds. */
function refusedItem(id: string, status: number) {
  const type = status === 400 ? 'mapper_parsing_exception' : 'rejected_execution_exception';
  return { _id: id, status, error: { type, reason: 'failed to parse field [text]: Ana Ruiz' } };
}

function search({ query: { routing }, body }: SearchCall, { name, searchable }: FakeIndex): SearchAnswer {
  const { size, sort, search_after: after } = body as { size: number; sort?: object; search_after?: [number, string] };
  const place = ({ source }: StoredDocument): [number, string] => [
    Number(source['position']),
    String(source['chunkId']),
  ];
  const isAfter = (document: StoredDocument) => after === undefined || compare(place(document), after) > 0;
  const hits = [...searchable.values()]
    .filter((document) => document.routing === routing && matches(document.source, body['query']))
    .filter(isAfter)
    .map((document) => ({ document, _source: document.source, _score: scoreOf(document.source, body['query']) }))
    .sort((a, b) => (sort === undefined ? b._score - a._score : compare(place(a.document), place(b.document))));
  const shown = hits
    .slice(0, size)
    .map(({ _source, _score }) => ({ _index: name, _source, _score: sort ? null : _score }));
  return { status: 200, body: { timed_out: false, _shards: { failed: 0 }, hits: { hits: shown } } };
}

interface Composite {
  readonly size: number;
  readonly sources: readonly Fields[];
  readonly after?: Fields;
}

/** One composite aggregation over terms of all documents, in the order of its sources. */
function aggregate({ body }: SearchCall, searchable: Map<string, StoredDocument>): SearchAnswer {
  const [[name = '', { composite }] = ['', undefined as never]] = Object.entries(
    body['aggs'] as Record<string, { composite: Composite }>, // As the one caller writes it.
  );
  const fields = composite.sources.flatMap((source) => Object.keys(source));
  const { after } = composite;
  if (after !== undefined && Object.keys(after).join() !== fields.join()) {
    return { status: 400, body: { error: { type: 'illegal_argument_exception' } } };
  }
  const keys = [...searchable.values()].map(({ source }) =>
    Object.fromEntries(fields.map((field) => [field, source[field]])),
  );
  const distinct = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
  const countOf = (key: Fields) => keys.filter((each) => JSON.stringify(each) === JSON.stringify(key)).length;
  const buckets = distinct
    .filter((key) => after === undefined || compareKeys(key, after, fields) > 0)
    .sort((a, b) => compareKeys(a, b, fields))
    .slice(0, composite.size)
    .map((key) => ({ key, doc_count: countOf(key) }));
  return { status: 200, body: { timed_out: false, _shards: { failed: 0 }, aggregations: { [name]: { buckets } } } };
}

function compareKeys(a: Fields, b: Fields, fields: readonly string[]): number {
  for (const field of fields) {
    const [left, right] = [a[field], b[field]] as [string, string]; // Or two numbers, which compare likewise.
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function compare([a, aId]: [number, string], [b, bId]: [number, string]): number {
  return a - b || (aId < bId ? -1 : aId > bId ? 1 : 0);
}
