import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as send } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { LocalCertificate } from './local-certificate.ts';
import { type RecordedCall, signerOf } from './recorded-call.ts';

/** What a managed domain has and OpenSearch by itself does not: TLS, signed requests, and the security plugin's API. */
export interface SearchFront {
  /** `127.0.0.1:port`, as the emulator hands it to CloudFormation. */
  readonly address: string;
  readonly calls: readonly RecordedCall[];
  /** What `prepare-index` put into the security plugin, by path; the last word counts. */
  readonly security: ReadonlyMap<string, unknown>;
  /** Fails what everybody asks from now on, or what one function asks, such as `query`; nothing without a fault. */
  fail(fault: SearchFault | undefined, of?: string): void;
  stop(): Promise<void>;
}

/** `down`: answers 503, as a domain does whose nodes are gone. `empty`: finds nothing, and says that all is well. */
export type SearchFault = 'down' | 'empty';

/** Whose credentials signed a request. */
interface SearchCaller {
  /** Of the function, such as `query`. */
  readonly name: string;
  /** Base URL of the OpenSearch that answers it: every environment has one of its own. */
  readonly server: string;
}

interface SearchFrontOptions {
  readonly certificate: LocalCertificate;
  readonly callerOf: (accessKeyId: string) => Promise<SearchCaller | undefined>;
}

const NOTHING_FOUND = '{"timed_out":false,"_shards":{"failed":0},"hits":{"hits":[]}}';

const SECURITY = '/_plugins/_security/api/';

/**
 * Stands before real OpenSearch where a managed domain's endpoint would: refuses what is not signed, records each call,
 * keeps what the security plugin would keep, and passes everything else on as it came.
 */
export async function startSearchFront({ certificate, callerOf }: SearchFrontOptions): Promise<SearchFront> {
  const calls: RecordedCall[] = [];
  const security = new Map<string, unknown>();
  let faultOf: (name: string) => SearchFault | undefined = () => undefined;
  const front = async (request: IncomingMessage, response: ServerResponse) => {
    const accessKeyId = signerOf(request.headers.authorization);
    const caller = await callerOf(accessKeyId);
    const { method = 'GET', url = '/' } = request;
    const [path = url] = url.split('?', 1);
    const fault = caller && faultOf(caller.name);
    if (caller === undefined || fault === 'down') {
      response.writeHead(fault === 'down' ? 503 : 403).end();
      return;
    }
    calls.push({ accessKeyId, action: actionOf(method), resource: path });
    if (fault === 'empty' && path.endsWith('/_search')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(NOTHING_FOUND);
    } else if (url.startsWith(SECURITY)) keep(request, response, security);
    else pass(request, response, caller.server);
  };
  const server = createServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
    front(request, response).catch(() => response.writeHead(500).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A server that listens on TCP has such an address.
  return {
    ...{ address: `127.0.0.1:${port}`, calls, security },
    fail: (fault, of) => {
      faultOf = (name) => (of === undefined || of === name ? fault : undefined);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Source: Amazon OpenSearch Service developer guide, "Policy element reference": an action for each method. */
function actionOf(method: string): string {
  return `es:ESHttp${method[0]}${method.slice(1).toLowerCase()}`;
}

function keep(request: IncomingMessage, response: ServerResponse, security: Map<string, unknown>): void {
  json(request).then(
    (body) => {
      security.set((request.url ?? '').slice(SECURITY.length), body);
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"status":"CREATED"}');
    },
    () => response.writeHead(400).end(),
  );
}

function pass(request: IncomingMessage, response: ServerResponse, target: string): void {
  const { method = 'GET', url = '/', headers } = request;
  const passed = send(new URL(url, target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => response.writeHead(502).end());
  request.pipe(passed);
}
