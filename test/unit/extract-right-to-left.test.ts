import { PDFDocument, PDFName, PDFString, StandardFonts } from 'pdf-lib';
import { expect, it } from 'vitest';
import { extractDocument } from '#shared/adapters/portable/extraction/extract-document.ts';
import { blockLines } from '../doubles/extraction-contract.ts';

/** Letters of Arabic by the codes that a made-up font has for them; `L` is one sign for lam and alef. */
const SIGNS: Readonly<Record<string, string>> = { K: 'ك', L: 'لا', M: 'م', N: 'ن', F: 'ﷲ' };

interface Drawn {
  readonly x: number;
  /** From the bottom of the page. */
  readonly y?: number;
  /** By the codes of {@link SIGNS}. */
  readonly arabic?: string;
  readonly latin?: string;
}

/** Blocks of a PDF with texts that are each drawn from left to right at their place, in boxes where `xs` and `ys` say. */
async function read(texts: readonly Drawn[], xs: readonly number[] = [], ys: readonly number[] = []) {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([612, 792]);
  const latin = await pdf.embedFont(StandardFonts.Helvetica);
  page.node.setFontDictionary(
    PDFName.of('Arabic'),
    pdf.context.register(
      pdf.context.obj({
        ...{ Type: 'Font', Subtype: 'Type1', BaseFont: 'Times-Roman' },
        ToUnicode: pdf.context.register(pdf.context.stream(characterMap())),
      }),
    ),
  );
  for (const { x, y = 700, arabic, latin: word = '' } of texts) {
    if (arabic === undefined) page.drawText(word, { x, y, size: 12, font: latin });
    else {
      const drawn = `BT /Arabic 12 Tf 1 0 0 1 ${x} ${y} Tm ${PDFString.of(arabic)} Tj ET`;
      page.node.addContentStream(pdf.context.register(pdf.context.stream(drawn)));
    }
  }
  const [left = 0, right = left, bottom = 0, top = bottom] = [xs[0], xs.at(-1), ys[0], ys.at(-1)];
  for (const x of xs) page.drawLine({ start: { x, y: bottom }, end: { x, y: top } });
  for (const y of ys) page.drawLine({ start: { x: left, y }, end: { x: right, y } });
  return blockLines(await extractDocument(await pdf.save(), 'application/pdf', 1_000));
}

function characterMap(): string {
  const hex = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex');
  const pairs = Object.entries(SIGNS).map(([code, sign]) => `<${code.charCodeAt(0).toString(16)}> <${hex(sign)}>`);
  return `begincmap 1 begincodespacerange <00> <ff> endcodespacerange ${pairs.length} beginbfchar ${pairs.join(' ')} endbfchar endcmap`;
}

it('reads the letters of a ligature in their order where a line runs from right to left', async () => {
  const lines = await read([{ x: 100, arabic: 'MLK N' }]);

  expect(lines).toEqual(['paragraph: ن كلام']);
});

it('reads signs that Unicode has for several letters as these', async () => {
  const lines = await read([{ x: 100, arabic: 'NF' }]);

  expect(lines).toEqual(['paragraph: اللهن']);
});

it('reads words of the other direction in their own order, and the sign at the end of a line last', async () => {
  const lines = await read([
    { x: 100, latin: '.' },
    { x: 103.5, arabic: 'MLK' },
    { x: 140, latin: 'New' },
    { x: 167, latin: 'York' },
    { x: 196, arabic: 'NM' },
    { x: 300, arabic: 'KN' },
  ]);

  expect(lines).toEqual(['paragraph: نك من New York كلام.']);
});

it('parts words of two directions that no space parts', async () => {
  const lines = await read([
    { x: 100, arabic: 'MLK' },
    { x: 126.7, latin: 'York' },
  ]);

  expect(lines).toEqual(['paragraph: York كلام']);
});

it('counts the columns of a table from the right, with lines around its cells and without', async () => {
  const texts: readonly Drawn[] = [
    { x: 300, y: 704, arabic: 'MLK' },
    { x: 100, y: 704, latin: '12' },
    { x: 300, y: 684, arabic: 'NM' },
    { x: 200, y: 684, latin: '5' },
    { x: 100, y: 684, latin: '7' },
  ];
  const rows = ['table-row: كلام |  | 12', 'table-row: من | 5 | 7'];

  expect(await read(texts)).toEqual(rows);
  expect(await read(texts, [90, 190, 290, 400], [680, 700, 720])).toEqual(rows);
});
