import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_BODY_BYTES } from '#shared/contracts/api.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { HttpResponse } from '#shared/runtime/http.ts';
import { problemResponse } from '#shared/runtime/problem-response.ts';
import { sendBody } from '#shared/runtime/send-body.ts';
import type { Gateway } from './gateway.ts';
import { readBody } from './read-body.ts';
import type { RequestLimit } from './request-limit.ts';

export interface HttpServer {
  /** Such as `http://127.0.0.1:8787`. */
  readonly address: string;
  close(): Promise<void>;
}

interface HttpServerOptions {
  readonly gateway: Gateway;
  /** Tried first; a free port is taken when it is in use. 0 takes a free one at once. */
  readonly port: number;
  /** Bounds the requests that are answered at once; what it refuses is answered by 429. */
  readonly limit: RequestLimit;
  /** Answers what is not the API's, such as the key set of the local issuer. `undefined` leaves it to the gateway. */
  readonly extra?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** How long a client may take to send its headers, in milliseconds. */
const HEADERS_TIMEOUT = 10_000;

const HEALTH_PATH = '/v1/health';

/**
 * Serves the gateway over HTTP on the loopback interface alone.
 *
 * @throws PipelineFailure `DependencyUnavailable` when the port may not be listened on.
 */
export async function serveHttp({ gateway, port, limit, extra }: HttpServerOptions): Promise<HttpServer> {
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT }, (request, response) => {
    if (extra?.(request, response)) return;
    handle(request, response, gateway, limit).catch(() => response.destroy());
  });
  await listen(server, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw notListened(error);
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

function notListened(cause: unknown): PipelineFailure {
  const said = 'the port may not be listened on: name another by AFFIDAVIT_PORT, or 0 for any that is free';
  return new PipelineFailure('DependencyUnavailable', said, { cause });
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

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  gateway: Gateway,
  limit: RequestLimit,
): Promise<void> {
  // As it came: a URL would be refused where a client sends none, and would climb where a path holds dots.
  const [path = '', ...query] = (request.url ?? '/').split('?');
  const body = await readBody(request, MAX_BODY_BYTES);
  const answer = async () =>
    send(
      await gateway({
        method: request.method ?? 'GET',
        path,
        query: Object.fromEntries(new URLSearchParams(query.join('?'))),
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        body: body.toString('utf8'),
      }),
      response,
    );
  if (path === HEALTH_PATH) return answer(); // Whoever asks whether it lives is told so above all when it is busy.

  const leave = await limit.enter();
  if (leave === undefined) return send(overloaded(), response);
  return answer().finally(leave);
}

function overloaded(): HttpResponse {
  return problemResponse(new PipelineFailure('Overloaded', 'too many requests'), randomUUID());
}

async function send({ statusCode, headers, body }: HttpResponse, response: ServerResponse): Promise<void> {
  response.writeHead(statusCode, headers);
  await sendBody(body, response);
}
