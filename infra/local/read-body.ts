import type { IncomingMessage } from 'node:http';

/** How much of a body is read and thrown away past its limit, in bytes; past that the connection is cut. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/**
 * The body of a request. One that is longer than `maxBytes` comes back cut off somewhere past that, so that its length
 * tells; the rest is heard out, for a client that is still sending does not hear why it was refused.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    if (length <= maxBytes) parts.push(part);
    length += part.length;
    if (length > maxBytes + MAX_DISCARDED_BYTES) break;
  }
  return Buffer.concat(parts);
}
