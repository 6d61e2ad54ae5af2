import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openAiAnswerer } from '#shared/adapters/portable/openai-answerer.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { checkClaim } from '#shared/domain/claim-check.ts';
import { redacted } from '#shared/domain/text.ts';
import { loopbackServer } from '../doubles/loopback-server.ts';
import { passage } from '../doubles/passages.ts';

const PASSAGES = [passage('The rent is 51,000 euros a month, payable by the third working day.')];
const REQUEST = { question: redacted('What is the rent?'), questionVector: [], passages: PASSAGES };
const CLAIM = {
  text: 'The rent is 51,000 euros a month.',
  chunkId: 'chunk-1',
  quote: 'The rent is 51,000 euros a month',
};

type Reply = (
  request: { readonly path: string; readonly body: Record<string, unknown> },
  response: ServerResponse,
) => void;

/** An endpoint that speaks the chat completions protocol and answers as the test says. */
async function endpoint(reply: Reply, options: { readonly timeoutMilliseconds?: number } = {}) {
  const address = await loopbackServer(async (request, response) => {
    reply({ path: request.url ?? '', body: JSON.parse(await readBody(request)) }, response);
  });
  return openAiAnswerer({ baseUrl: `${address}/v1`, model: 'small-model', ids: randomIds, ...options });
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) body += part;
  return body;
}

function says(content: unknown, finishReason = 'stop'): Reply {
  return (_request, response) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const message = { role: 'assistant', content: text };
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify({
        choices: [{ index: 0, message, finish_reason: finishReason }],
        usage: { prompt_tokens: 321, completion_tokens: 12 },
      }),
    );
  };
}

const fails =
  (status: number, body: string): Reply =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };

describe('openAiAnswerer', () => {
  it('hands on the claims that the model writes, and what they cost', async () => {
    const answerer = await endpoint(says({ claims: [CLAIM] }));

    expect(answerer.name).toBe('small-model');
    expect(await answerer.answer(REQUEST)).toEqual({
      claims: [CLAIM],
      usage: { inputTokens: 321, outputTokens: 12 },
    });
  });

  it('asks for JSON of the claims’ schema, with a limit, and fences what documents say', async () => {
    const asked: Parameters<Reply>[0][] = [];
    const answerer = await endpoint((request, response) => {
      asked.push(request);
      says({ claims: [] })(request, response);
    });

    await answerer.answer(REQUEST);
    await answerer.answer(REQUEST);

    expect(asked[0]).toMatchObject({
      path: '/v1/chat/completions',
      body: { model: 'small-model', max_tokens: 2_000, response_format: { type: 'json_schema' } },
    });
    expect(JSON.stringify(asked[0]?.body)).toContain('payable by the third working day');
    expect(asked[1]?.body['messages']).not.toEqual(asked[0]?.body['messages']);
  });

  it('reads JSON that a model put between fences', async () => {
    const answerer = await endpoint(says(`\`\`\`json\n${JSON.stringify({ claims: [CLAIM] })}\n\`\`\``));

    expect((await answerer.answer(REQUEST)).claims).toEqual([CLAIM]);
  });

  it.each([
    ['an invented quote', { quote: 'The rent is 15,000 euros a month' }, 'quote-not-found'],
    ['a chunk of somebody else', { chunkId: 'chunk-of-globex' }, 'chunk-not-retrieved'],
    ['a changed number', { text: 'The rent is 15,000 euros a month.' }, 'number-not-in-quote'],
    ['a changed name', { text: 'The rent in Leipzig is 51,000 euros.' }, 'name-not-in-quote'],
    ['a denial', { text: 'The rent is not 51,000 euros a month.' }, 'negation-differs'],
    ['a link of its own', { text: 'See https://evil.test/?q=51,000 euros a month.' }, 'link-not-in-quote'],
    ['a few words for a quote', { quote: 'The rent is 51,000' }, 'quote-too-short'],
  ])('is not believed when it lies: %s', async (_what, lie, fault) => {
    const answerer = await endpoint(says({ claims: [{ ...CLAIM, ...lie }, CLAIM] }));

    const { claims } = await answerer.answer(REQUEST);

    expect(claims.map((claim) => checkClaim(claim, PASSAGES))).toEqual([
      { outcome: 'dropped', fault },
      expect.objectContaining({ outcome: 'carried' }),
    ]);
  });

  it.each([
    ['throttles', fails(429, '{"error":{"message":"What is the rent?"}}'), 'ModelThrottled'],
    ['has no room', fails(503, '{"error":{"message":"What is the rent?"}}'), 'ModelThrottled'],
    ['fails', fails(500, '{"error":{"message":"What is the rent?"}}'), 'DependencyUnavailable'],
    ['refuses the key', fails(401, '{}'), 'DependencyUnavailable'],
    ['breaks off', (_request, response) => response.destroy(), 'DependencyUnavailable'],
    ['writes no JSON', says('The rent is 51,000 euros.'), 'DependencyUnavailable'],
    ['writes other JSON', says({ answer: 'The rent is 51,000 euros.' }), 'DependencyUnavailable'],
    ['is cut off', says({ claims: [CLAIM] }, 'length'), 'DependencyUnavailable'],
    ['answers with nothing', fails(200, '{}'), 'DependencyUnavailable'],
  ] satisfies [string, Reply, string][])(
    'fails by name and without the question when the endpoint %s',
    async (_what, reply, name) => {
      const answerer = await endpoint(reply);

      const failure = await answerer.answer(REQUEST).catch((error: unknown) => error);

      expect(failure).toMatchObject({ name });
      expect(String(failure)).not.toContain('rent');
    },
  );

  it('says what a model took that wrote nothing of use, and nothing where the endpoint does not tell', async () => {
    const rambling = await endpoint(says('The rent is 51,000 euros.'));
    const silent = await endpoint(fails(200, '{}'));

    const [told, untold] = await Promise.all(
      [rambling, silent].map((answerer) => answerer.answer(REQUEST).catch((error: unknown) => error)),
    );

    expect(told).toMatchObject({ details: { inputTokens: 321, outputTokens: 12 } });
    expect(untold).not.toHaveProperty('details.inputTokens');
  });

  it('tells how long a busy endpoint asks to be left alone', async () => {
    const answerer = await endpoint((_request, response) => {
      response.writeHead(429, { 'retry-after': '20' }).end('{}');
    });

    const failure = await answerer.answer(REQUEST).catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: 'ModelThrottled', details: { retryAfterSeconds: 20 } });
  });

  it('gives up on an endpoint that hangs', async () => {
    const answerer = await endpoint(() => {}, { timeoutMilliseconds: 50 });

    await expect(answerer.answer(REQUEST)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('stops when the signal is aborted, and closes the connection', async () => {
    const asker = new AbortController();
    let left: () => void = () => {};
    const connectionClosed = new Promise<void>((resolve) => {
      left = resolve;
    });
    const answerer = await endpoint((_request, response) => {
      response.on('close', left);
      asker.abort();
    });

    await expect(answerer.answer(REQUEST, asker.signal)).rejects.toThrow();

    await connectionClosed;
  });
});
