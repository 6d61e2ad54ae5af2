import { degrees, rgb } from 'pdf-lib';
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

  it('have the names of their columns also where these run upwards', async () => {
    const document = await read(
      await pdfFile((pen) => {
        const { across, upright } = ruler(pen);
        across([100, 180, 200, 220], 72, 300);
        upright([72, 200, 250, 300], 100, 220);
        pen.write('Action', 76, 174);
        for (const [x, name] of [
          [228, 'Read rights'],
          [278, 'Write rights'],
        ] as const)
          pen.page.drawText(name, { x, y: 792 - 176, size: 10, font: pen.font, rotate: degrees(90) });
        pen.write('Open a file', 76, 194);
        pen.write('yes', 204, 194);
        pen.write('Change a file', 76, 214);
        pen.write('yes', 254, 214);
      }),
    );

    expect(blockLines(document)).toEqual([
      'table-row (header): Action | Read rights | Write rights',
      ...['table-row: Open a file | yes |', 'table-row: Change a file |  | yes'],
    ]);
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

it('tables have the columns that shades part where their lines are level alone', async () => {
  const document = await read(
    await pdfFile((pen) => {
      const { across, upright } = ruler(pen);
      const grey = { color: rgb(0.9, 0.9, 0.9) };
      for (const y of [100, 120, 140])
        pen.page.drawRectangle({ x: 72, y: 792 - y - 20, width: 128, height: 20, ...grey });
      across([100, 120, 140, 160], 72, 300);
      upright([72, 300], 100, 160);
      for (const [at, [name = '', price = '']] of [
        ['Item', 'Sum due'],
        ['Ink', 'none'],
        ['Pens', 'four'],
      ].entries()) {
        pen.write(name, 76, 114 + at * 20);
        pen.write(price, 204, 114 + at * 20);
      }
    }),
  );

  expect(blockLines(document)).toEqual([
    ...['table-row (header): Item | Sum due', 'table-row: Ink | none', 'table-row: Pens | four'],
  ]);
});

it('tables have the columns that their texts leave free where level lines part every row', async () => {
  const rows = [
    ['Name', 'What it is', 'Unit'],
    ['Ink', 'a black liquid that', 'litre'],
    ['Glue', 'sticks', 'gram'],
    ['Pens', 'write', 'piece'],
    ['Tape', 'joins', 'metre'],
  ];
  const document = await read(
    await pdfFile((pen) => {
      ruler(pen).across([100, 120, 156, 176, 196, 216], 72, 400);
      for (const [at, [name = '', what = '', unit = '']] of rows.entries()) {
        const y = at < 2 ? 114 + at * 20 : 130 + at * 20;
        pen.write(name, 76, y);
        pen.write(what, 160, y);
        pen.write(unit, 340, y);
      }
      pen.write('dries within the hour', 160, 148);
    }),
  );

  expect(blockLines(document)).toEqual([
    'table-row (header): Name | What it is | Unit',
    'table-row: Ink | a black liquid that dries within the hour | litre',
    ...['table-row: Glue | sticks | gram', 'table-row: Pens | write | piece', 'table-row: Tape | joins | metre'],
  ]);
});

it('a line in small letters goes on a label that it stands below, and no other', async () => {
  const document = await read(
    await pdfFile(({ write }) => {
      write('Costs', 72, 86);
      write('20', 300, 86);
      write('Income from', 72, 100);
      write('all sales', 72, 114);
      write('90', 300, 114);
      write('total', 400, 128);
      write('net', 72, 142);
      write('70', 300, 142);
    }),
  );

  expect(blockLines(document)).toEqual([
    ...['table-row: Costs | 20', 'table-row: Income from all sales | 90', 'table-row: total', 'table-row: net | 70'],
  ]);
});

it('cells go on in a line that stands closer below them than rows do', async () => {
  const document = await read(
    await pdfFile(({ write }) => {
      for (const [at, [name = '', sum = '', state = '']] of [
        ['Place', 'Sum in', 'State'],
        ['North', '450', 'open'],
        ['South', '289', 'sold'],
        ['West', '17', 'open'],
      ].entries()) {
        const y = at === 0 ? 92 : 100 + at * 18;
        write(name, 72, y);
        write(sum, 200, y);
        write(state, 320, y);
      }
      write('dollars', 200, 103);
    }),
  );

  expect(blockLines(document)).toEqual([
    'table-row (header): Place | Sum in dollars | State',
    ...['table-row: North | 450 | open', 'table-row: South | 289 | sold', 'table-row: West | 17 | open'],
  ]);
});

it('rows stay apart where they stand close below each other with labels or figures of their own', async () => {
  const document = await read(
    await pdfFile(({ write }) => {
      for (const [at, [name = '', sum = '', more = '']] of [
        ['North', '450', '7'],
        ['South', '289', '9'],
        ['West', '17', '8'],
        ['East', 'none', '5'],
      ].entries()) {
        write(name, 72, 100 + at * 18);
        write(sum, 200, 100 + at * 18);
        write(more, 320, 100 + at * 18);
      }
      write('Sea', 80, 166);
      write('few', 200, 166);
      write('4', 320, 166);
      write('756', 200, 178);
    }),
  );

  expect(blockLines(document).slice(3)).toEqual([
    ...['table-row: East | none | 5', 'table-row: Sea | few | 4', 'paragraph: 756'],
  ]);
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
