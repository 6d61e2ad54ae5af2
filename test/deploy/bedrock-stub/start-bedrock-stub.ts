import { once } from 'node:events';
import { createServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { MODEL_FILES } from '#infra/local/local-models.ts';
import { bgeEmbedder } from '#shared/adapters/portable/bge-embedder.ts';
import { extractiveAnswerer } from '#shared/adapters/portable/extractive-answerer.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { type RecordedCall, signerOf } from '../recorded-call.ts';
import { converse } from './converse.ts';
import { converseEvents } from './converse-stream.ts';
import { invokeModel } from './invoke-model.ts';
import { type ModelCall, ServiceFault, throttlingFault, validationFault } from './model-call.ts';
import { type ModelQuota, modelQuota, tokensIn } from './model-quota.ts';

/** A server that speaks the protocol of Bedrock Runtime and answers with what runs on this machine. */
export interface BedrockStub {
  readonly endpoint: string;
  /** Of models that embed, and of models that answer. */
  readonly quotas: { readonly embedding: ModelQuota; readonly answering: ModelQuota };
  readonly calls: readonly RecordedCall[];
  stop(): Promise<void>;
}

interface Models {
  readonly embedder: Embedder;
  readonly answerer: Answerer;
}

/** Listens on a free port of 127.0.0.1, over HTTP/2 without TLS, as the SDK's client speaks to Bedrock. */
export async function startBedrockStub(): Promise<BedrockStub> {
  const embedder = bgeEmbedder(MODEL_FILES.embedder);
  const calibration = calibrationOf(embedder.modelId);
  const models = { embedder, answerer: extractiveAnswerer({ embedder, analyzer: textAnalyzer(), calibration }) };
  const quotas = { embedding: modelQuota(), answering: modelQuota() };
  const calls: RecordedCall[] = [];
  const sessions = new Set<{ close(): void }>();
  const server = createServer((request, response) => {
    handle(request, response, models, quotas, calls).catch((cause: unknown) => refuse(response, cause));
  });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A server that listens on TCP has such an address.
  return {
    ...{ endpoint: `http://127.0.0.1:${port}`, quotas, calls },
    stop: async () => {
      for (const session of sessions) session.close();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Converse asks for the permission of InvokeModel. Source: Bedrock API reference, "Converse". */
const ACTIONS: Readonly<Record<string, string>> = {
  invoke: 'bedrock:InvokeModel',
  converse: 'bedrock:InvokeModel',
  'converse-stream': 'bedrock:InvokeModelWithResponseStream',
};

async function handle(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  models: Models,
  quotas: BedrockStub['quotas'],
  calls: RecordedCall[],
): Promise<void> {
  const [, model = '', operation = ''] = /^\/model\/([^/]+)\/([a-z-]+)$/.exec(request.url) ?? [];
  const modelId = decodeURIComponent(model);
  const body: unknown = await json(request);
  const action = ACTIONS[operation];
  if (action === undefined) throw new ServiceFault('UnknownOperationException', 404, 'no such operation');
  const accessKeyId = signerOf(request.headers.authorization);
  if (accessKeyId === '') throw new ServiceFault('AccessDeniedException', 403, 'the request is not signed');
  calls.push({ accessKeyId, action, resource: modelId });

  if (operation === 'invoke') {
    return sendWhole(response, invokeModel(modelId, body, models.embedder), quotas.embedding);
  }
  if (/embed|rerank/.test(modelId)) throw validationFault('This model does not converse.');
  const conversation = converse(body, models);
  if (operation === 'converse') return sendWhole(response, conversation, quotas.answering);
  const settle = reserved(conversation, quotas.answering);
  const turn = await conversation.turn();
  settle(turn.usage.outputTokens);
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  for (const event of converseEvents(turn)) response.write(event);
  response.end();
}

async function sendWhole(response: Http2ServerResponse, call: ModelCall, quota: ModelQuota): Promise<void> {
  const settle = reserved(call, quota);
  const { body, outputTokens } = await call.answer();
  settle(outputTokens);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function reserved({ input, maxTokens }: ModelCall, quota: ModelQuota): (outputTokens: number) => void {
  const settle = quota.reserve(tokensIn(input), maxTokens);
  if (settle === undefined) throw throttlingFault();
  return settle;
}

function refuse(response: Http2ServerResponse, cause: unknown): void {
  const fault = cause instanceof ServiceFault ? cause : new ServiceFault('InternalServerException', 500, String(cause));
  if (response.headersSent) {
    response.stream.destroy();
    return;
  }
  response
    .writeHead(fault.status, { 'content-type': 'application/json', 'x-amzn-errortype': fault.name })
    .end(JSON.stringify({ message: fault.message }));
}
