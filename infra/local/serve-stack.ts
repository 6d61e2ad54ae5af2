import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import { type HttpServer, serveHttp } from './http-server.ts';
import { requestLimit } from './request-limit.ts';
import { type OpenStackOptions, openStack, type Stack } from './stack.ts';
import { UPLOAD_PATH, uploadHandler } from './upload-handler.ts';

/** A stack that answers over HTTP and takes documents in. */
export interface ServingStack extends Stack {
  readonly address: string;
}

type ServeOptions = Pick<OpenStackOptions, 'onProblem' | 'overrides' | 'template'>;

/**
 * Opens the state folder for this process alone and serves it on the loopback interface.
 *
 * @throws PipelineFailure `AlreadyRunning`, with the address of the instance that has the folder; what `serveHttp` throws.
 */
export async function serveStack(settings: LocalSettings, options: ServeOptions): Promise<ServingStack> {
  const stack = await openStack({ ...options, settings, runsIngest: true, isAlone: true });
  const upload = uploadHandler(stack.ports);
  const server: HttpServer = await serveHttp({
    gateway: stack.gateway,
    port: settings.AFFIDAVIT_PORT,
    limit: requestLimit({
      maxInFlight: settings.AFFIDAVIT_MAX_REQUESTS,
      maxWaiting: settings.AFFIDAVIT_MAX_WAITING,
      maxWaitMilliseconds: settings.AFFIDAVIT_MAX_WAIT_MS,
      clock: stack.ports.clock,
    }),
    extra: (request, response) => serveOwn(request, response, stack, upload),
  }).catch(async (failure: unknown) => {
    await stack.close();
    throw failure;
  });
  stack.ports.setUploadUrl(`${server.address}${UPLOAD_PATH}`);
  stack.lock?.announce(server.address);
  return {
    ...stack,
    address: server.address,
    close: async () => {
      await server.close();
      await stack.close();
    },
  };
}

/** Counts and durations without a word of any document: whoever reaches the loopback interface may read them. */
async function sendMetrics(response: ServerResponse, { prometheus }: Stack['ports']): Promise<void> {
  const text = await prometheus.text();
  response.writeHead(200, { 'content-type': prometheus.contentType }).end(text);
}

/** What other services do on AWS: the issuer's key set, the bucket that takes uploads, the metrics. */
function serveOwn(
  request: IncomingMessage,
  response: ServerResponse,
  { ports }: Stack,
  upload: (request: IncomingMessage, response: ServerResponse) => void,
): boolean {
  if (request.method === 'GET' && request.url === '/.well-known/jwks.json') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ports.jwks));
    return true;
  }
  if (request.method === 'GET' && request.url === '/metrics') {
    void sendMetrics(response, ports);
    return true;
  }
  if (request.method === 'POST' && request.url === UPLOAD_PATH) {
    upload(request, response);
    return true;
  }
  return false;
}
