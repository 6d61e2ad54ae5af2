import type { Writable } from 'node:stream';
import type { HttpResponse } from './http.ts';

/** Sends a response's body, as fast as the client takes it, and stops whatever makes it when the client leaves. */
export async function sendBody(body: HttpResponse['body'], stream: Writable): Promise<void> {
  if (typeof body === 'string') {
    stream.end(body);
    return;
  }
  const parts = body[Symbol.asyncIterator]();
  stream.on('close', () => void parts.return?.()); // The client left: whatever makes the answer may stop.
  for (let next = await parts.next(); !next.done && !stream.destroyed; next = await parts.next()) {
    if (!stream.write(next.value)) await writable(stream);
  }
  stream.end();
}

function writable(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go).off('close', go);
      resolve();
    };
    stream.on('drain', go).on('close', go);
  });
}
