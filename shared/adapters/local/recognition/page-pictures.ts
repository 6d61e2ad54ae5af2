import { PipelineFailure } from '../../../domain/failures.ts';
import type { DocumentType } from '../../../ports/text-extractor.ts';
import { imageSize } from '../../portable/extraction/image-size.ts';
import { openPdf, type PdfPage } from '../../portable/extraction/open-pdf.ts';
import { pagePicture } from './page-picture.ts';

export interface PagePicture {
  /** PNG or JPEG. */
  readonly picture: Uint8Array;
  /** Of the page, in points. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture a point. */
  readonly scale: number;
}

/** 300 dots an inch, for which Tesseract's models are made. Source: its documentation, "Improving the quality". */
const PIXELS_A_POINT = 300 / 72;

/** Of a page's picture, at most: A3 at 600 dots an inch, as when pictures are looked for. */
const MAX_PIXELS = 70_000_000;

/** The pages of a scan one by one: those of a PDF as they are shown, or the picture that the file is. */
export async function* pagePictures(bytes: Uint8Array, type: DocumentType): AsyncIterable<PagePicture> {
  if (type !== 'application/pdf') {
    yield imagePicture(bytes);
    return;
  }
  const pdf = await openPdf(bytes);
  try {
    for (let number = 1; number <= pdf.pages; number += 1) yield await pdf.page(number, pdfPicture);
  } finally {
    await pdf.close();
  }
}

async function pdfPicture(page: PdfPage): Promise<PagePicture> {
  const { width, height } = page.view;
  const scale = Math.min(PIXELS_A_POINT, Math.sqrt(MAX_PIXELS / (width * height)));
  return { picture: await pagePicture(page, scale), width, height, scale };
}

function imagePicture(bytes: Uint8Array): PagePicture {
  const { pixels, width, height, scale } = imageSize(bytes);
  if (pixels <= MAX_PIXELS) return { picture: bytes, width, height, scale };
  throw new PipelineFailure('DocumentTooLarge', 'the picture has too many pixels', { details: { pixels } });
}
