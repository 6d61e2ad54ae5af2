import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** An endpoint that speaks the chat completions protocol and always says the same; its base address. */
export async function chatEndpoint(said: unknown): Promise<string> {
  const message = { role: 'assistant', content: JSON.stringify(said) };
  const usage = { prompt_tokens: 9, completion_tokens: 3 };
  const body = JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }], usage });
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // A server that listens on TCP has such an address.
  return `http://127.0.0.1:${port}/v1`;
}
