import { loopbackServer } from './loopback-server.ts';

/** An endpoint that speaks the chat completions protocol and always says the same; its base address. */
export async function chatEndpoint(said: unknown): Promise<string> {
  const message = { role: 'assistant', content: JSON.stringify(said) };
  const usage = { prompt_tokens: 9, completion_tokens: 3 };
  const body = JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }], usage });
  const address = await loopbackServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(body);
  });
  return `${address}/v1`;
}
