import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { RunningServer } from './running-server.ts';

export interface ProxiedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Answers a request, by asking the real server or in its place. What throws leaves the client without an answer. */
export type Handle = (
  request: ProxiedRequest,
  forward: (request: ProxiedRequest) => Promise<ProxiedAnswer>,
) => Promise<ProxiedAnswer>;

/** Headers that are about one connection and not about the request. */
const OF_THE_CONNECTION = ['connection', 'content-length', 'expect', 'host', 'keep-alive', 'transfer-encoding'];

/** A proxy before a real server, which answers as services do that are busy, too small or out of reach. */
export async function startFaultProxy(endpoint: string, handle: Handle): Promise<RunningServer> {
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method = 'GET', url = '/' } = incoming;
    const request = { method, path: url, headers: headersOf(incoming.headers), body: await buffer(incoming) };
    const { status, headers, body } = await handle(request, (changed) => forward(endpoint, changed));
    outgoing.writeHead(status, headers).end(body);
  };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // A server that listens on a port has an address of this shape.
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** An answer of our own. */
export function answer(status: number, headers: ProxiedAnswer['headers'] = {}, body: object = {}): ProxiedAnswer {
  const json = { 'content-type': 'application/json', ...headers };
  return { status, headers: json, body: Buffer.from(JSON.stringify(body)) };
}

async function forward(endpoint: string, { method, path, headers, body }: ProxiedRequest): Promise<ProxiedAnswer> {
  const content = body.length > 0 ? { body: new Uint8Array(body) } : {};
  const answered = await fetch(`${endpoint}${path}`, { method, headers, ...content });
  // Its body is taken apart already.
  const { 'content-encoding': _encoding, ...rest } = headersOf(Object.fromEntries(answered.headers));
  // The answer to HEAD has no body, and tells the length of the one that it stands for.
  const length = answered.headers.get('content-length');
  const told = method === 'HEAD' && length !== null ? { 'content-length': length } : {};
  return { status: answered.status, headers: { ...rest, ...told }, body: Buffer.from(await answered.arrayBuffer()) };
}

function headersOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
