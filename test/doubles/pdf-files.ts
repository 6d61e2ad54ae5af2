import { PDFDocument, type PDFFont, type PDFPage, StandardFonts } from 'pdf-lib';

export interface Pen {
  readonly page: PDFPage;
  readonly font: PDFFont;
  readonly bold: PDFFont;
  /** Draws a line of text; `y` from the top of the page to the baseline, lengths in points. */
  write(text: string, x: number, y: number, size?: number, font?: PDFFont): void;
}

/** A PDF of US-letter pages, each drawn by one of `draw`. */
export async function pdfFile(...draw: readonly ((pen: Pen) => void | Promise<void>)[]): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const bold = await pdf.embedFont(StandardFonts.HelveticaBold);
  for (const each of draw) {
    const page = pdf.addPage([612, 792]);
    const write: Pen['write'] = (text, x, y, size = 10, drawn = font) =>
      page.drawText(text, { x, y: 792 - y, size, font: drawn });
    await each({ page, font, bold, write });
  }
  return await pdf.save();
}

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A PDF that shows a picture and no text, as a scanner makes it. */
export async function scannedPdf(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const image = await pdf.embedPng(PIXEL);
  pdf.addPage([612, 792]).drawImage(image, { x: 0, y: 0, width: 612, height: 792 });
  return await pdf.save();
}

/** A PDF that opens with a password nobody knows: its check values are made up. */
export function encryptedPdf(): Uint8Array {
  const check = `<${'5a'.repeat(32)}>`;
  return Buffer.from(
    [
      '%PDF-1.4',
      '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj',
      '2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj',
      '3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>> endobj',
      `4 0 obj <</Filter/Standard/V 1/R 2/Length 40/P -4/O${check}/U${check}>> endobj`,
      `trailer <</Root 1 0 R/Encrypt 4 0 R/ID[${check}${check}]/Size 5>>`,
      '%%EOF',
    ].join('\n'),
  );
}
