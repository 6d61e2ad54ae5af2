import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/**
 * Takes the text of a PDF as pdf.js hands it out, page by page, and throws it away: what any reader that is built on
 * pdf.js pays before it does anything with it. How many pages there are.
 */
export async function pdfTextAlone(bytes: Uint8Array): Promise<number> {
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 }); // A copy, as in `openPdf`.
  try {
    const pdf = await task.promise;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      await page.getTextContent();
      page.cleanup();
    }
    return pdf.numPages;
  } finally {
    await task.destroy();
  }
}
