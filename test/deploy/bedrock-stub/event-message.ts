import { crc32 } from 'node:zlib';

/**
 * One event of a stream as AWS frames it in binary: lengths, their checksum, headers, payload, and the checksum of it all.
 *
 * Source: Smithy specification, "Event stream encoding": `application/vnd.amazon.eventstream`.
 */
export function eventMessage(headers: Readonly<Record<string, string>>, payload: object): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => stringHeader(name, value)));
  const body = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.concat([number(PRELUDE + head.length + body.length + CHECKSUM), number(head.length)]);
  const start = Buffer.concat([prelude, number(crc32(prelude)), head, body]);
  return Buffer.concat([start, number(crc32(start))]);
}

/** Bytes of the two lengths with their checksum, and of the checksum at the end. */
const PRELUDE = 12;
const CHECKSUM = 4;

/** Which kind of value a header holds. */
const STRING = 7;

function stringHeader(name: string, value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([
    Buffer.from([Buffer.byteLength(name)]),
    Buffer.from(name),
    Buffer.from([STRING]),
    length,
    bytes,
  ]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
