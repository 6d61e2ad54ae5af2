import { PDFDocument, StandardFonts } from 'pdf-lib';

/** Lines of a page that is as full as one of a contract. */
const LINES_PER_PAGE = 45;

const SENTENCE = 'The tenant of unit 7 pays the rent for the month before the fifth day of it, and no later.';

/** A PDF of so many full US-letter pages, each of which says its number. */
export async function largePdf(pages: number): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const body = Array.from({ length: LINES_PER_PAGE }, () => SENTENCE).join('\n');
  for (let number = 1; number <= pages; number += 1) {
    const page = pdf.addPage([612, 792]);
    page.drawText(`Clause ${number}\n${body}`, { x: 60, y: 740, size: 10, font, lineHeight: 14 });
  }
  return await pdf.save();
}

/** Words of a paragraph: more tokens than half a chunk, so that no two share one, and fewer than a whole. */
const WORDS_PER_PARAGRAPH = 120;

const WORDS = [
  'the',
  'ship',
  'and',
  'its',
  'load',
  'go',
  'to',
  'the',
  'port',
  'of',
  'sale',
  'by',
  'day',
  'or',
  'night',
];

/** A plain text of so many paragraphs, each of which makes one chunk. */
export function longText(paragraphs: number): string {
  const words = Array.from({ length: WORDS_PER_PARAGRAPH }, (_, at) => WORDS[at % WORDS.length]).join(' ');
  return Array.from({ length: paragraphs }, (_, at) => `Lot ${at} of ${words}.`).join('\n\n');
}
