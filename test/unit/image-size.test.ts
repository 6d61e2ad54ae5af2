import { describe, expect, it } from 'vitest';
import { pagePictures } from '#shared/adapters/local/recognition/page-pictures.ts';
import { imageSize } from '#shared/adapters/portable/extraction/image-size.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The beginning of a PNG of so many pixels, without any of them. */
function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(33);
  bytes.set([...SIGNATURE, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
}

/** The beginning of a JPEG with a segment of an application before its frame. */
function jpeg(width: number, height: number): Uint8Array {
  const sides = [height >> 8, height & 255, width >> 8, width & 255];
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc4, 0, 3, 9, 0xff, 0xc2, 0, 17, 8, ...sides, 3]);
}

describe('imageSize', () => {
  it.each([
    ['PNG', png],
    ['JPEG', jpeg],
  ])('tells sides and scale of a %s, whose longer side stands for that of a letter', (_format, make) => {
    expect(imageSize(make(1_275, 1_584))).toEqual({ width: 637.5, height: 792, scale: 2, pixels: 1_275 * 1_584 });
  });

  it.each([
    ['no sides', png(0, 100)],
    ['a cut header', jpeg(10, 10).slice(0, 12)],
    ['nothing', new Uint8Array()],
  ])('refuses %s', (_what, bytes) => {
    expect(() => imageSize(bytes)).toThrow(expect.objectContaining({ name: 'DocumentUnreadable' }));
  });
});

describe('pagePictures', () => {
  it('refuses a picture of too many pixels before any is decoded', async () => {
    const pictures = pagePictures(png(50_000, 50_000), 'image/png')[Symbol.asyncIterator]();

    await expect(pictures.next()).rejects.toMatchObject({ name: 'DocumentTooLarge' });
  });
});
