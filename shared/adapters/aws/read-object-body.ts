import { PipelineFailure } from '../../domain/failures.ts';

/** The part of an SDK's body that is read here. */
export interface ObjectBody {
  transformToWebStream(): ReadableStream<Uint8Array>;
}

/**
 * All bytes of a body, given up as soon as there are more than `maxBytes`: a size that was told before is not trusted.
 *
 * @throws PipelineFailure `DocumentTooLarge`.
 */
export async function readObjectBody(body: ObjectBody, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop by a throw cancels the stream, so that the rest is not transferred.
  for await (const part of body.transformToWebStream()) {
    bytes += part.byteLength;
    if (bytes > maxBytes) {
      throw new PipelineFailure('DocumentTooLarge', 'the object is over the size limit', { details: { maxBytes } });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}
