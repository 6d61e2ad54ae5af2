import { PDFDocument } from 'pdf-lib';
import { pagePicture } from '#shared/adapters/local/recognition/page-picture.ts';
import { openPdf } from '#shared/adapters/portable/extraction/open-pdf.ts';
import { pdfFile } from './pdf-files.ts';

/** A picture of a US-letter page, two pixels a point, with these lines of text on it, as PNG. */
export async function picturedPage(lines: readonly string[]): Promise<Uint8Array> {
  const pdf = await openPdf(
    await pdfFile(({ write }) => {
      for (const [at, line] of lines.entries()) write(line, 72, 100 + at * 18, 12);
    }),
  );
  try {
    return await pdf.page(1, (page) => pagePicture(page, 2));
  } finally {
    await pdf.close();
  }
}

/** Points of a US-letter page that are scanned: its upper third, for white paper takes as long to read as what is on it. */
const SCANNED = { width: 612, height: 264 };
const LETTER_HEIGHT = 792;

/** A PDF as a scanner makes it: a picture of each page, no text. */
export async function scannedPages(...pages: readonly (readonly string[])[]): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  for (const lines of pages) {
    const image = await pdf.embedPng(await picturedPage(lines));
    const { width, height } = SCANNED;
    pdf.addPage([width, height]).drawImage(image, { x: 0, y: height - LETTER_HEIGHT, width, height: LETTER_HEIGHT });
  }
  return await pdf.save();
}
