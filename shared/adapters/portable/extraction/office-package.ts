import type { Readable } from 'node:stream';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { PipelineFailure } from '../../../domain/failures.ts';

/** Parts of a package. Long documents with a picture on every page have some thousands. */
const MAX_ENTRIES = 10_000;

/** Bytes of all read parts together: 128 MiB of XML is a document of about 20,000 pages. */
const MAX_INFLATED_BYTES = 128 * 1024 * 1024;

/** How often its size a part may inflate: Word's XML shrinks to a tenth, seldom a fiftieth; bombs to a thousandth. */
const MAX_RATIO = 250;
/** Below this size no part does harm, whatever its ratio. */
const MIN_RATIO_BYTES = 4 * 1024 * 1024;

/**
 * Reads the parts of a zip package whose names `isWanted`, counting bytes while they inflate.
 *
 * @throws PipelineFailure `DocumentTooLarge` for a bomb, `DocumentUnreadable` for a broken package.
 */
export async function officePackage(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
): Promise<ReadonlyMap<string, Buffer>> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const zip = await fromBufferPromise(buffer, { lazyEntries: true, strictFileNames: true });
    return await wantedParts(zip, isWanted);
  } catch (error) {
    if (error instanceof PipelineFailure) throw error;
    throw new PipelineFailure('DocumentUnreadable', 'the package is damaged');
  }
}

async function wantedParts(zip: ZipFile, isWanted: (name: string) => boolean): Promise<ReadonlyMap<string, Buffer>> {
  if (zip.entryCount > MAX_ENTRIES) {
    throw new PipelineFailure('DocumentTooLarge', 'the package has too many parts', {
      details: { parts: zip.entryCount, limit: MAX_ENTRIES },
    });
  }
  const parts = new Map<string, Buffer>();
  let room = MAX_INFLATED_BYTES;
  for await (const entry of zip.eachEntry()) {
    if (!isWanted(entry.fileName)) continue;
    if (parts.has(entry.fileName))
      throw new PipelineFailure('DocumentUnreadable', 'a part of the package is there twice');
    const part = await inflated(zip, entry, room);
    room -= part.length;
    parts.set(entry.fileName, part);
  }
  return parts;
}

/** Counts what really comes out: sizes in the package's directory are only claims. */
async function inflated(zip: ZipFile, entry: Entry, room: number): Promise<Buffer> {
  const limit = Math.min(room, Math.max(MIN_RATIO_BYTES, entry.compressedSize * MAX_RATIO));
  const stream: Readable = await zip.openReadStreamPromise(entry);
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > limit) {
      stream.destroy();
      throw new PipelineFailure('DocumentTooLarge', 'the package inflates too far', {
        details: { bytes: length, limit },
      });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
