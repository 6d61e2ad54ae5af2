import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import {
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bedrockAnswerer } from '#shared/adapters/aws/bedrock-answerer.ts';
import { bedrockClient } from '#shared/adapters/aws/bedrock-client.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import type { ProposedClaim } from '#shared/domain/answer.ts';
import { ANSWER_MAX_TOKENS } from '#shared/domain/answer-prompt.ts';
import { redacted } from '#shared/domain/text.ts';
import { converseEvents } from '../deploy/bedrock-stub/converse-stream.ts';
import { eventMessage } from '../deploy/bedrock-stub/event-message.ts';
import { passage } from '../doubles/passages.ts';
import { streamedTurn } from '../doubles/streamed-turn.ts';

const MODEL = 'eu.amazon.nova-lite-v1:0';
const REQUEST = {
  question: redacted('When is rent due?'),
  questionVector: [1],
  passages: [passage('Rent is due on the first. A deposit of two months is paid before.')],
};
const CLAIMS: readonly ProposedClaim[] = [
  { text: 'Rent is due on the "first".', chunkId: 'c1', quote: 'Rent is due on the first.' },
  { text: 'A deposit {of two months} is paid.', chunkId: 'c1', quote: 'A deposit of two months is paid before.' },
];
const USAGE = { inputTokens: 210, outputTokens: 40 };

function mocked(stream: () => AsyncIterable<object>) {
  const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
  const calls = mockClient(client)
    .on(ConverseStreamCommand)
    .callsFake(() => ({ stream: stream() }));
  const told: ProposedClaim[] = [];
  const answerer = bedrockAnswerer({ client, modelId: MODEL, ids: randomIds });
  return { calls, told, answer: () => answerer.answer(REQUEST, undefined, (claim) => told.push(claim)) };
}

const fault = (name: string) =>
  new BedrockRuntimeServiceException({ name, message: 'Ana Ruiz', $fault: 'server', $metadata: {} });

describe('an answer that is streamed', () => {
  it('is told claim by claim, each when it is whole and before the rest is there', async () => {
    const toldByThen: number[] = [];
    const { told, answer } = mocked(async function* () {
      for await (const event of streamedTurn({ claims: CLAIMS })) {
        yield event;
        toldByThen.push(told.length);
      }
    });

    const reply = await answer();

    expect(reply).toEqual({ claims: CLAIMS, usage: USAGE });
    expect(told).toEqual(CLAIMS);
    expect([...new Set(toldByThen)]).toEqual([0, 1, 2]);
  });

  it('asks for no more tokens than an answer that is not', async () => {
    const { calls, answer } = mocked(() => streamedTurn({ claims: [] }));

    await answer();

    expect(calls.commandCalls(ConverseStreamCommand)[0]?.args[0].input).toMatchObject({
      inferenceConfig: { maxTokens: ANSWER_MAX_TOKENS },
      toolConfig: { toolChoice: { tool: { name: 'submit_claims' } } },
    });
  });

  it.each([
    ['ModelThrottled', 'ThrottlingException'],
    ['ModelThrottled', 'ServiceUnavailableException'],
    ['DependencyUnavailable', 'ModelStreamErrorException'],
    ['DependencyUnavailable', 'InternalServerException'],
  ])('fails as %s by %s in its middle, and tells no word of the service', async (name, error) => {
    const { told, answer } = mocked(() => streamedTurn({ claims: CLAIMS }, { fault: fault(error) }));

    const failure = await answer().catch((thrown: unknown) => thrown);

    expect(failure).toMatchObject({ name, cause: undefined, details: { error } });
    expect(JSON.stringify(failure)).not.toContain('Ana');
    expect(told).toEqual(CLAIMS);
  });

  it.each([
    ['was cut off', () => streamedTurn({ claims: CLAIMS }, { stopReason: 'max_tokens' })],
    ['hands in something else', () => streamedTurn({ claims: [{ text: 'x' }] })],
    [
      'says nothing at all',
      async function* () {
        yield { messageStop: { stopReason: 'end_turn' } };
      },
    ],
  ])('fails when the model %s', async (_what, stream) => {
    await expect(mocked(stream).answer()).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });
});

describe('over the wire', () => {
  const turn = {
    toolUse: { toolUseId: 't1', name: 'submit_claims', input: { claims: CLAIMS } },
    usage: { ...USAGE, totalTokens: 250 },
  };
  const throttled = eventMessage(
    { ':message-type': 'exception', ':exception-type': 'throttlingException', ':content-type': 'application/json' },
    { message: 'Ana Ruiz' },
  );

  /** An answerer in front of a server that speaks HTTP/2 and answers each call as the test says. */
  async function served(respond: (stream: ServerHttp2Stream) => void) {
    const server = createServer();
    const sessions = new Set<{ destroy(): void }>();
    server.on('session', (session) => sessions.add(session));
    server.on('stream', (stream) => {
      stream.on('error', () => undefined); // The client left.
      stream.respond({ ':status': 200, 'content-type': 'application/vnd.amazon.eventstream' });
      respond(stream);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // A server that listens on TCP has such an address.
    const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'test' };
    const client = bedrockClient({ region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, credentials });
    onTestFinished(() => {
      client.destroy();
      for (const session of sessions) session.destroy();
      server.close();
    });
    return bedrockAnswerer({ client, modelId: MODEL, ids: randomIds });
  }

  it('reads the events that AWS frames in binary', async () => {
    const told: ProposedClaim[] = [];
    const { answer } = await served((stream) => stream.end(Buffer.concat([...converseEvents(turn)])));

    const reply = await answer(REQUEST, undefined, (claim) => told.push(claim));

    expect(reply).toEqual({ claims: CLAIMS, usage: USAGE });
    expect(told).toEqual(CLAIMS);
  });

  it('takes an exception in the middle for what it is', async () => {
    const { answer } = await served((stream) =>
      stream.end(Buffer.concat([...converseEvents(turn).slice(0, 4), throttled])),
    );

    const failure = await answer(REQUEST, undefined, () => undefined).catch((thrown: unknown) => thrown);

    expect(failure).toMatchObject({ name: 'ModelThrottled' });
    expect(JSON.stringify(failure)).not.toContain('Ana');
  });

  it.each([4, -3])('fails when the connection ends after events up to %i', async (last) => {
    const { answer } = await served((stream) => stream.end(Buffer.concat([...converseEvents(turn).slice(0, last)])));

    await expect(answer(REQUEST, undefined, () => undefined)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('closes the call when the signal is aborted, though the model would write for ever', async () => {
    const asker = new AbortController();
    const closed = Promise.withResolvers<void>();
    const { answer } = await served((stream) => {
      stream.on('close', () => closed.resolve());
      for (const event of converseEvents(turn).slice(0, -3)) stream.write(event);
    });

    const answering = answer(REQUEST, asker.signal, () => asker.abort());

    await expect(answering).rejects.toMatchObject({ name: 'AbortError' });
    await closed.promise;
  });
});
