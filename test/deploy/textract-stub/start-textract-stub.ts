import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { ServiceFault } from '../bedrock-stub/model-call.ts';
import { type RecordedCall, signerOf } from '../recorded-call.ts';
import { type StoredScan, type TextJobs, textJobs } from './text-jobs.ts';

type ReadScan = (scan: StoredScan) => Promise<Uint8Array>;

/** A server that speaks the protocol of Textract's text detection and answers with what Tesseract reads. */
export interface TextractStub {
  readonly endpoint: string;
  readonly calls: readonly RecordedCall[];
  /** How it reads documents, once there is a bucket. */
  readBy(read: ReadScan): void;
  /** Refuses this many of the next calls, whatever they ask for. */
  refuseNext(calls: number): void;
  /** Jobs on objects whose key ends so fail. */
  failAt(keyEnd: string): void;
  stop(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1, without TLS. It reads objects itself: no IAM decides for its callers. */
export async function startTextractStub(): Promise<TextractStub> {
  const calls: RecordedCall[] = [];
  const failing: string[] = [];
  let read: ReadScan = async () => {
    throw new ServiceFault('InvalidS3ObjectException', 400, 'the object cannot be read');
  };
  let refusals = 0;
  const jobs = textJobs(
    (scan) => read(scan),
    ({ Name }) => failing.some((end) => Name.endsWith(end)),
  );
  const isRefused = () => {
    refusals -= 1;
    return refusals >= 0;
  };
  const server = createServer((request, response) => {
    answer(request, jobs, calls, isRefused)
      .then((body) => send(response, 200, body))
      .catch((cause: unknown) => refuse(response, cause));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A server that listens on TCP has such an address.
  return {
    ...{ endpoint: `http://127.0.0.1:${port}`, calls },
    readBy: (reader) => {
      read = reader;
    },
    refuseNext: (count) => {
      refusals = count;
    },
    failAt: (keyEnd) => {
      failing.push(keyEnd);
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Source: Smithy, "AWS JSON 1.1 protocol". */
async function answer(
  request: IncomingMessage,
  jobs: TextJobs,
  calls: RecordedCall[],
  isRefused: () => boolean,
): Promise<object> {
  const body: unknown = await json(request);
  const accessKeyId = signerOf(request.headers.authorization);
  if (accessKeyId === '') throw new ServiceFault('AccessDeniedException', 400, 'the request is not signed');
  const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
  calls.push({ accessKeyId, action: `textract:${operation}`, resource: '*' });
  if (isRefused()) throw new ServiceFault('ProvisionedThroughputExceededException', 400, 'too many calls');
  if (operation === 'StartDocumentTextDetection') return jobs.start(body);
  if (operation === 'GetDocumentTextDetection') return await jobs.get(body);
  throw new ServiceFault('UnknownOperationException', 400, 'no such operation');
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, cause: unknown): void {
  const fault = cause instanceof ServiceFault ? cause : new ServiceFault('InternalServerError', 500, String(cause));
  send(response, fault.status, { __type: fault.name, message: fault.message });
}
