import { describe, expect, it } from 'vitest';
import { extractDocument } from '#shared/adapters/portable/extraction/extract-document.ts';
import { blockLines } from '../doubles/extraction-contract.ts';
import { bareWordFile } from '../doubles/word-files.ts';

async function read(body: string, parts: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  return blockLines(await extractDocument(bareWordFile(body, { parts }), type, 1_000_000));
}

const text = (value: string) => `<w:p><w:r><w:t>${value}</w:t></w:r></w:p>`;

/** A paragraph that shows a part by its relation. */
const drawing = (element: string) => `<w:p><w:r><w:drawing>${element}</w:drawing></w:r></w:p>`;
const CHART = drawing('<c:chart xmlns:c="urn:c" r:id="r1"/>');

function relations(target: string): Readonly<Record<string, string>> {
  return {
    'word/_rels/document.xml.rels': `<Relationships><Relationship Id="r1" Target="${target}"/></Relationships>`,
  };
}

const points = (values: readonly string[]) =>
  values.map((value, at) => `<c:pt idx="${at}"><c:v>${value}</c:v></c:pt>`).join('');
const strings = (...values: readonly string[]) => `<c:strCache>${points(values)}</c:strCache>`;
const numbers = (format: string, ...values: readonly string[]) =>
  `<c:numCache><c:formatCode>${format}</c:formatCode>${points(values)}</c:numCache>`;
const series = (name: string, categories: string, figures: string) =>
  `<c:ser><c:tx>${strings(name)}</c:tx><c:cat>${categories}</c:cat><c:val>${figures}</c:val></c:ser>`;

describe('drawings of a Word file', () => {
  it('that are charts are tables of their figures, behind the paragraph that they stand in', async () => {
    const quarters = strings('spring &amp; summer', 'winter');
    const chart = [
      '<c:title><a:p><a:r><a:t>Sales </a:t></a:r><a:r><a:t>by season</a:t></a:r></a:p></c:title>',
      series('2024', quarters, numbers('General', '4.4000000000000004', '2')),
      series('2025', quarters, numbers('General', '5')),
    ].join('');

    const lines = await read(text('Before.') + CHART + text('After.'), {
      ...relations('charts/chart1.xml'),
      'word/charts/chart1.xml': chart,
    });

    expect(lines).toEqual([
      ...['paragraph: Before.', 'paragraph: Sales by season', 'table-row:  | 2024 | 2025'].map((line) =>
        line.replace(':  |', ': |'),
      ),
      ...['table-row: spring & summer | 4.4 | 5', 'table-row: winter | 2', 'paragraph: After.'],
    ]);
  });

  it('show days as dates', async () => {
    const days = numbers('m/d/yyyy', '45658', '45689');
    const chart = series('Rain', days, numbers('0.0', '12', 'none'));

    const lines = await read(CHART, { ...relations('/word/charts/chart1.xml'), 'word/charts/chart1.xml': chart });

    expect(lines).toEqual(['table-row: | Rain', 'table-row: 2025-01-01 | 12', 'table-row: 2025-02-01 | none']);
  });

  it('that are diagrams are their texts', async () => {
    const diagram = '<dgm:pt><a:t>Ask</a:t></dgm:pt><dgm:pt/><dgm:pt><a:t>Ans</a:t><a:t>wer</a:t></dgm:pt>';

    const lines = await read(drawing('<dgm:relIds r:dm="r1" r:lo="r2"/>'), {
      ...relations('diagrams/data1.xml'),
      'word/diagrams/data1.xml': diagram,
    });

    expect(lines).toEqual(['paragraph: Ask', 'paragraph: Answer']);
  });

  it('are written once where several show one part, and left out where it is missing', async () => {
    const part = { 'word/diagrams/data1.xml': '<dgm:pt><a:t>Ask</a:t></dgm:pt>' };
    const shown = drawing('<dgm:relIds r:dm="r1"/>');

    expect(await read(shown + shown, { ...relations('diagrams/data1.xml'), ...part })).toEqual(['paragraph: Ask']);
    expect(await read(text('x') + shown, relations('diagrams/data2.xml'))).toEqual(['paragraph: x']);
  });

  it('with more points than a table has are none', async () => {
    const many = Array.from({ length: 10_001 }, (_, at) => String(at));

    const lines = await read(text('x') + CHART, {
      ...relations('charts/chart1.xml'),
      'word/charts/chart1.xml': series('a', '', numbers('0', ...many)),
    });

    expect(lines).toEqual(['paragraph: x']);
  });

  it('that are written in two ways count their numbered items once', async () => {
    const item = `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p>`;
    const box = `<w:txbxContent>${item}</w:txbxContent>`;
    const both = `<mc:AlternateContent><mc:Choice Requires="wps">${box}</mc:Choice><mc:Fallback><w:pict><v:textbox>${box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>`;
    const level = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>';
    const numbering = `<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="1">${level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>`;

    const lines = await read(`<w:p><w:r>${both}</w:r></w:p>${item}`, { 'word/numbering.xml': numbering });

    expect(lines.map((line) => line.replace(/^.*?: /, ''))).toEqual(['1. item', '2. item']);
  });
});
