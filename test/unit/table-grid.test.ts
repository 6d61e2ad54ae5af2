import { describe, expect, it } from 'vitest';
import { gridRows } from '#shared/adapters/portable/extraction/table-grid.ts';

const cell = (text: string, columns = 1, rows = 1) => ({ text, columns, rows });

describe('the rows of a table with cells that span several', () => {
  it('have what spans rows in each of them, so that what follows stays in its column', () => {
    const rows = [
      [cell('Year'), cell('Quarter'), cell('Sales')],
      [cell('2025', 1, 3), cell('Q1', 1, 2), cell('134')],
      [cell('150')],
      [cell('Q2'), cell('210')],
      [cell('2026'), cell('Q1'), cell('90')],
    ];

    expect(gridRows(rows)).toEqual([
      ['Year', 'Quarter', 'Sales'],
      ['2025', 'Q1', '134'],
      ['2025', 'Q1', '150'],
      ['2025', 'Q2', '210'],
      ['2026', 'Q1', '90'],
    ]);
  });

  it('have what spans columns in each of them', () => {
    const rows = [
      [cell('Item'), cell('Three months', 2)],
      [cell(''), cell('2025'), cell('2024')],
      [cell('Sales'), cell('10'), cell('9')],
    ];

    expect(gridRows(rows)).toEqual([
      ['Item', 'Three months', 'Three months'],
      ['', '2025', '2024'],
      ['Sales', '10', '9'],
    ]);
  });

  it('have a cell that reaches down at their end, or beyond a gap', () => {
    const rows = [[cell('a'), cell('b'), cell('c', 1, 2)], [cell('d'), cell('e')], [cell('f')]];

    expect(gridRows(rows)).toEqual([['a', 'b', 'c'], ['d', 'e', 'c'], ['f']]);
    expect(gridRows([[cell('a'), cell('b'), cell('c', 1, 2)], [cell('d')]])[1]).toEqual(['d', '', 'c']);
  });

  it('have once what takes a whole row', () => {
    expect(gridRows([[cell('Assets', 3)], [cell('Cash'), cell('10'), cell('9')]])).toEqual([
      ['Assets'],
      ['Cash', '10', '9'],
    ]);
  });

  it('leave out columns that only part others', () => {
    const rows = [
      [cell('Item', 2), cell(''), cell('2025', 3)],
      [cell('Sales', 2), cell(''), cell('10', 2), cell('')],
    ];

    expect(gridRows(rows)).toEqual([
      ['Item', '2025'],
      ['Sales', '10'],
    ]);
  });

  it('add no more than a share of what the table has, whatever it says of its spans', () => {
    const long = 'x'.repeat(50);
    const wide = Array.from({ length: 500 }, () => cell(long, 1, 65_534));
    const rows = [wide, ...Array.from({ length: 20_000 }, () => [cell('', 1_000), cell('y')])];

    const texts = gridRows(rows);

    const size = (cells: readonly (readonly string[])[]) =>
      cells.flat().reduce((sum, text) => sum + text.length + 3, 0);
    expect(size(texts)).toBeLessThanOrEqual(5 * size(rows.map((cells) => cells.map(({ text }) => text))) + 10_000);
    expect(texts).toHaveLength(rows.length);
    expect(texts.at(-1)).toContain('y');
  });
});
