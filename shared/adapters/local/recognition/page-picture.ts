import { createCanvas } from '@napi-rs/canvas';
import type { PdfPage } from '../../portable/extraction/open-pdf.ts';

/** A page of a PDF as it is shown, as a PNG of `scale` pixels a point. */
export async function pagePicture(page: PdfPage, scale: number): Promise<Uint8Array> {
  const { width, height } = page.view;
  const canvas = createCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  await page.draw(canvas, scale);
  return await canvas.encode('png');
}
