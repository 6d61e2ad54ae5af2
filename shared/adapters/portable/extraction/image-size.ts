import { PipelineFailure } from '../../../domain/failures.ts';

export interface ImageSize {
  /** Of the page that the picture stands for, in points. */
  readonly width: number;
  readonly height: number;
  /** Pixels a point. */
  readonly scale: number;
  readonly pixels: number;
}

/**
 * Longer side of a page that is a picture, in points: US letter. Few files say truly how large their paper was, and a box
 * needs a page to stand on; readers scale it to the picture.
 */
const LONGER_SIDE = 792;

/**
 * Size of a PNG or JPEG by its header, without decoding a pixel.
 *
 * @throws PipelineFailure `DocumentUnreadable` when the header is damaged.
 */
export function imageSize(bytes: Uint8Array): ImageSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [across, down] = isPng(view) ? pngSides(view) : jpegSides(view);
  if (across === 0 || down === 0) throw damaged();
  const scale = Math.max(across, down) / LONGER_SIDE;
  return { width: across / scale, height: down / scale, scale, pixels: across * down };
}

function isPng(view: DataView): boolean {
  return view.byteLength >= 24 && view.getUint32(0) === 0x89504e47;
}

/** Source: W3C, Portable Network Graphics, 11.2.1 (IHDR comes first). */
function pngSides(view: DataView): readonly [number, number] {
  return [view.getUint32(16), view.getUint32(20)];
}

/** Markers of a frame's start, C0 to CF, but for tables (C4, CC) and the reserved C8. Source: ITU-T T.81, table B.1. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function jpegSides(view: DataView): readonly [number, number] {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (isFrame(marker)) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2); // FF may fill up before a marker.
  }
  throw damaged();
}

function damaged(): PipelineFailure {
  return new PipelineFailure('DocumentUnreadable', 'the header of the picture is damaged');
}
