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

/** A PDF as a scanner makes it: a picture of each page, no text. */
export async function scannedPages(...pages: readonly (readonly string[])[]): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  for (const lines of pages) {
    const image = await pdf.embedPng(await picturedPage(lines));
    pdf.addPage([612, 792]).drawImage(image, { x: 0, y: 0, width: 612, height: 792 });
  }
  return await pdf.save();
}
