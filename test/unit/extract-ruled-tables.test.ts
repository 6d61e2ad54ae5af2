import { rgb } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { extractDocument } from '#shared/adapters/portable/extraction/extract-document.ts';
import { blockLines, contractBreaches } from '../doubles/extraction-contract.ts';
import { type Pen, pdfFile } from '../doubles/pdf-files.ts';

const read = (bytes: Uint8Array) => extractDocument(bytes, 'application/pdf', 1_000_000);

/** Draws lines from one point to another, measured from the top left corner. */
function ruler({ page }: Pen) {
  const line = (x1: number, y1: number, x2: number, y2: number) =>
    page.drawLine({ start: { x: x1, y: 792 - y1 }, end: { x: x2, y: 792 - y2 }, thickness: 0.5 });
  return {
    across: (ys: readonly number[], from: number, to: number) => ys.map((y) => line(from, y, to, y)),
    upright: (xs: readonly number[], from: number, to: number) => xs.map((x) => line(x, from, x, to)),
  };
}

describe('tables with lines in a PDF', () => {
  it('keep cells of several lines in one row, and merged ones in each column that they span', async () => {
    const document = await read(
      await pdfFile((pen) => {
        const { across, upright } = ruler(pen);
        across([100, 120, 160, 180], 72, 400);
        upright([72, 200, 400], 100, 180);
        upright([300], 120, 180);
        pen.write('Part', 76, 114);
        pen.write('Stock', 330, 114);
        pen.write('Bolts of', 76, 134);
        pen.write('steel', 76, 148);
        pen.write('twelve', 204, 134);
        pen.write('kept in the', 304, 134);
        pen.write('old store', 304, 148);
        pen.write('Nuts', 76, 174);
        pen.write('seven', 304, 174);
        pen.write('A line below the table that is long enough to be text of its own.', 72, 220);
      }),
    );

    expect(blockLines(document)).toEqual([
      'table-row (header): Part | Stock | Stock',
      'table-row: Bolts of steel | twelve | kept in the old store',
      'table-row: Nuts |  | seven',
      'paragraph: A line below the table that is long enough to be text of its own.',
    ]);
    expect(document.pages[0]?.blocks[1]?.box).toEqual({ x: 72, y: 120, width: 328, height: 40 });
    expect(contractBreaches(document)).toEqual([]);
  });

  it('have a row for each line of text where none are drawn between rows', async () => {
    const document = await read(
      await pdfFile((pen) => {
        const { across, upright } = ruler(pen);
        across([100, 120, 190], 72, 400);
        upright([72, 200, 400], 100, 190);
        for (const [at, name] of ['Item', 'Ink', 'Paper', 'Pens', 'Glue'].entries()) {
          pen.write(name, 76, 114 + at * 17);
          pen.write(at === 0 ? 'Price' : `${at}.50`, 204, 114 + at * 17);
        }
      }),
    );

    expect(blockLines(document)).toEqual([
      ...['table-row (header): Item | Price', 'table-row: Ink | 1.50', 'table-row: Paper | 2.50'],
      ...['table-row: Pens | 3.50', 'table-row: Glue | 4.50'],
    ]);
  });

  it('are told from a frame around text, and from shades behind its lines', async () => {
    const lines = ['A note that stands in a frame of its own,', 'of two lines that are shaded one by one.'];
    const document = await read(
      await pdfFile((pen) => {
        const { across, upright } = ruler(pen);
        across([90, 130], 60, 400);
        upright([60, 400], 90, 130);
        for (const [at, text] of lines.entries()) {
          pen.page.drawRectangle({ x: 72, y: 792 - 114 - at * 12, width: 250, height: 12, color: rgb(0.9, 0.9, 0.9) });
          pen.write(text, 72, 110 + at * 12);
        }
      }),
    );

    expect(blockLines(document)).toEqual([`paragraph: ${lines.join(' ')}`]);
  });
});

it('cells stand each under its name in tables without lines, where others of their row are empty', async () => {
  const rows = [
    ['Code', 'Place', 'Count', 'State'],
    ['K-17', '', '450', ''],
    ['K-18', 'B-07', '', 'open'],
    ['K-19', 'C-01', '289', 'sold'],
  ];
  const document = await read(
    await pdfFile(({ write }) => {
      for (const [at, row] of rows.entries()) {
        for (const [column, text] of row.entries()) if (text) write(text, 72 + column * 110, 100 + at * 16);
      }
    }),
  );

  expect(blockLines(document)).toEqual([
    'table-row (header): Code | Place | Count | State',
    'table-row: K-17 |  | 450',
    'table-row: K-18 | B-07 |  | open',
    'table-row: K-19 | C-01 | 289 | sold',
  ]);
});
