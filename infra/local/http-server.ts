import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_BODY_BYTES } from '#shared/contracts/api.ts';
import type { HttpResponse } from '#shared/runtime/http.ts';
import type { Gateway } from './gateway.ts';

export interface HttpServer {
  /** Such as `http://127.0.0.1:8787`. */
  readonly address: string;
  close(): Promise<void>;
}

interface HttpServerOptions {
  readonly gateway: Gateway;
  /** Tried first; a free port is taken when it is in use. 0 takes a free one at once. */
  readonly port: number;
  /** Answers what is not the API's, such as the key set of the local issuer. `undefined` leaves it to the gateway. */
  readonly extra?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** How long a client may take to send its headers, in milliseconds. */
const HEADERS_TIMEOUT = 10_000;

/** How much of a body that is too large is read before the connection is cut, in bytes. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/** Serves the gateway over HTTP on the loopback interface alone. */
export async function serveHttp({ gateway, port, extra }: HttpServerOptions): Promise<HttpServer> {
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT }, (request, response) => {
    if (extra?.(request, response)) return;
    handle(request, response, gateway).catch(() => response.destroy());
  });
  await listen(server, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return listen(server, 0);
  });
  const { port: taken } = server.address() as AddressInfo; // A server that listens on TCP has such an address.
  return {
    address: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function handle(request: IncomingMessage, response: ServerResponse, gateway: Gateway): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const body = await readBody(request);
  const answer = await gateway({
    method: request.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body,
  });
  await send(answer, response);
}

/** Past the limit the rest is read and thrown away, so that the client hears why; past that it is cut off. */
async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    if (length <= MAX_BODY_BYTES) parts.push(part);
    length += part.length;
    if (length > MAX_DISCARDED_BYTES) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

async function send({ statusCode, headers, body }: HttpResponse, response: ServerResponse): Promise<void> {
  response.writeHead(statusCode, headers);
  if (typeof body === 'string') {
    response.end(body);
    return;
  }
  const iterator = body[Symbol.asyncIterator]();
  response.on('close', () => void iterator.return?.()); // The client left: whatever makes the answer may stop.
  for (let next = await iterator.next(); !next.done && !response.destroyed; next = await iterator.next()) {
    response.write(next.value);
  }
  response.end();
}
