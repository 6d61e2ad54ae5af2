import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { extractDocument } from '#shared/adapters/portable/extraction/extract-document.ts';
import type { DocumentType } from '#shared/ports/text-extractor.ts';
import { blockLines } from '../doubles/extraction-contract.ts';

const read = (type: DocumentType, content: string | Uint8Array) =>
  extractDocument(typeof content === 'string' ? Buffer.from(content) : content, type, 1_000_000);

describe('plain text', () => {
  it('parts paragraphs, lists and headings', async () => {
    const text = 'SERVICE AGREEMENT\n\nThis is\nthe preamble.\n\n- one\n- two\n  goes on\n\nTerm\n----\n\nTwo years.';

    const document = await read('text/plain', text);

    expect(document.title).toBe('SERVICE AGREEMENT');
    expect(blockLines(document)).toEqual([
      'heading 1: SERVICE AGREEMENT',
      'paragraph: This is\nthe preamble.',
      'list-item: - one',
      'list-item: - two\n  goes on',
      'heading 1: Term',
      'paragraph: Two years.',
    ]);
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffPreis: 10 € für Müller')],
    ['UTF-16 little endian', iconv.encode('Preis: 10 € für Müller', 'utf-16le', { addBOM: true })],
    ['UTF-16 big endian without a mark', iconv.encode('Preis: 10 € für Müller', 'utf-16be', { addBOM: false })],
    ['UTF-32 little endian', iconv.encode('Preis: 10 € für Müller', 'utf-32le', { addBOM: true })],
    ['Windows 1252', iconv.encode('Preis: 10 € für Müller', 'windows-1252')],
  ])('is read in %s', async (_encoding, bytes) => {
    expect((await read('text/plain', bytes)).pages[0]?.text).toBe('Preis: 10 € für Müller');
  });

  it.each([
    ['shift_jis', '請求書の合計は千円です'],
    ['gb18030', '发票总金额是一百元'],
    ['koi8-r', 'Счет на оплату услуг по договору'],
    ['euc-kr', '계약서의 합계 금액은 백만원입니다'],
  ])('is read in %s', async (encoding, text) => {
    expect((await read('text/plain', iconv.encode(text, encoding))).pages[0]?.text).toBe(text);
  });

  it('of one endless line is cut into sections', async () => {
    const { pages } = await read('text/plain', 'x'.repeat(30_000));

    expect(pages.map(({ text }) => text.length)).toEqual([12_000, 12_000, 6_000]);
  });
});

describe('Markdown', () => {
  it('keeps structure and takes the signs away', async () => {
    const document = await read(
      'text/markdown',
      [
        '---\ntitle: "Offer"\n---\n# Scope #\nA **bold** _claim_ of snake_case_name, see [terms](https://example.org/t).',
        'Prices\n------\n| Item | Price |\n|:-----|------:|\n| Pen  | `2` |\n',
        '```js\nconst a = *b*;\n```\n> quoted\n\n- [x] one\n  goes on\n- two\n\n1. three',
      ].join('\n\n'),
    );

    expect(document.title).toBe('Offer');
    expect(blockLines(document)).toEqual([
      'code: title: "Offer"',
      'heading 1: Scope',
      'paragraph: A bold claim of snake_case_name, see terms (https://example.org/t).',
      'heading 2: Prices',
      'table-row (header): Item | Price',
      'table-row: Pen | 2',
      'code: const a = *b*;',
      'paragraph: quoted',
      'list-item: one\ngoes on',
      'list-item: two',
      'list-item: three',
    ]);
  });

  it('takes linear time on signs that never close', async () => {
    const text = `${'[a](b '.repeat(20_000)}${'**a'.repeat(20_000)}${'<!--'.repeat(5_000)}${'`a'.repeat(20_000)}`;

    await expect(read('text/markdown', text)).resolves.toMatchObject({ paged: false });
  });
});

describe('HTML', () => {
  it('keeps all that a browser shows, tables as rows', async () => {
    const document = await read(
      'text/html',
      `<!doctype html><html><head><title>Fees &amp; terms</title><style>p{}</style></head><body><nav>Home</nav>
       <h2>Fees</h2><p>One <b>bold</b>word<br>next line<ul><li>a<ul><li>b</li></ul></li></ul>
       <table><caption>Table 1</caption><tr><th>Item<th>Price<tr><td>Pen</td><td><p>2</p><p>EUR</p></td></tr></table>
       <pre>x\n  y</pre><p hidden>no</p><p style="display: none">no</p><script>no()</script></body></html>`,
    );

    expect(document.title).toBe('Fees & terms');
    expect(blockLines(document)).toEqual([
      'paragraph: Home',
      'heading 2: Fees',
      'paragraph: One boldword\nnext line',
      'list-item: a',
      'list-item: b',
      'paragraph: Table 1',
      'table-row (header): Item | Price',
      'table-row: Pen | 2 EUR',
      'code: x\n  y',
    ]);
  });

  it('numbers the items of lists as browsers do', async () => {
    const html =
      '<ol><li>one<ul><li>loose</li></ul></li><li><p>two</p></li></ol>' +
      '<ol start="3" type="a"><li>c</li><li value="26">z</li><li>aa</li></ol>' +
      '<ol reversed><li>second</li><li>first</li></ol><ol type="I" start="0"><li>none</li></ol>';

    const { pages } = await extractDocument(Buffer.from(html), 'text/html', 1_000_000);

    expect(pages[0]?.text.split(/\n+/)).toEqual([
      ...['1. one', 'loose', '2. two', 'c. c', 'z. z', 'aa. aa', '2. second', '1. first', '0. none'],
    ]);
  });

  it('reads tables that only lay the page out as running text', async () => {
    const document = await read(
      'text/html',
      '<table><tr><td><h1>News</h1><p>Text</p></td><td><table><tr><td>A</td><td>1</td></tr></table></td></tr></table>',
    );

    expect(blockLines(document)).toEqual(['heading 1: News', 'paragraph: Text', 'table-row: A | 1']);
  });

  it('keeps a small table within a cell as text of that cell, and no row that says nothing of its own', async () => {
    const inner = '<table><tr><td>A1</td><td>B1</td></tr><tr><td>C1</td><td>D1</td></tr></table>';
    const document = await read(
      'text/html',
      `<table><tr><td>A</td><td>B</td></tr><tr><td>${inner}</td><td>2</td></tr></table>
       <table><tr><th>Year</th><th>Month</th></tr><tr><td rowspan="3">2025</td></tr>
       <tr><td>May</td></tr><tr><td>June</td></tr></table>`,
    );

    expect(blockLines(document)).toEqual([
      ...['table-row (header): A | B', 'table-row: A1 B1 C1 D1 | 2'],
      ...['table-row (header): Year | Month', 'table-row: 2025 | May', 'table-row: 2025 | June'],
    ]);
  });

  it('is read in the encoding that it names', async () => {
    const html = iconv.encode('<meta charset="windows-1251"><p>Договор</p>', 'windows-1251');

    expect(blockLines(await read('text/html', html))).toEqual(['paragraph: Договор']);
  });

  it('may nest as deep as it likes', async () => {
    const html = `${'<div>'.repeat(20_000)}deep`;

    expect(blockLines(await read('text/html', html))).toEqual(['paragraph: deep']);
  });
});

describe('CSV', () => {
  it.each([
    ['commas', 'Name,Amount\n"Smith, Ana",10\n'],
    ['semicolons', 'Name;Amount\r\nSmith, Ana;10\r\n'],
    ['tabs', 'Name\tAmount\nSmith, Ana\t10'],
  ])('with %s is one table whose first row heads it', async (_delimiter, csv) => {
    expect(blockLines(await read('text/csv', csv))).toEqual([
      'table-row (header): Name | Amount',
      'table-row: Smith, Ana | 10',
    ]);
  });

  it.each([
    ['rows of different lengths', 'a,b\n1\n1,2,3\n', ['a | b', '1', '1 | 2 | 3']],
    ['a quote that never closes', 'a,b\n"x,2\n3,4\n', ['a | b', '"x | 2', '3 | 4']],
    ['formulas', 'a,b\n=cmd(),2\n', ['a | b', '=cmd() | 2']],
  ])('with %s keeps every cell', async (_what, csv, rows) => {
    expect(
      blockLines(await read('text/csv', csv)).map((line) => line.replace(/^table-row(?: \(header\))?: /, '')),
    ).toEqual(rows);
  });
});

describe('JSON', () => {
  it('puts every value behind its path and alike records into tables', async () => {
    const json = '{"id": 12345678901234567890, "a": {"b": [true, null]}, "list": [{"x": 1, "y": "k"}, {"x": 2}]}';

    const document = await read('application/json', json);

    expect(blockLines(document)).toEqual([
      'paragraph: id: 12345678901234567890\na.b[0]: true\na.b[1]: null',
      'heading 1: list',
      'table-row (header): x | y',
      'table-row: 1 | k',
      'table-row: 2 |',
    ]);
  });

  it('may hold one value a line', async () => {
    expect(blockLines(await read('application/json', '{"x": 1}\n{"x": 2}\n'))).toEqual([
      'table-row (header): x',
      'table-row: 1',
      'table-row: 2',
    ]);
  });

  it('may nest as deep as it likes', async () => {
    const json = `${'['.repeat(50_000)}"deep"${']'.repeat(50_000)}`;

    expect(blockLines(await read('application/json', json))).toEqual([`paragraph: ${'[0]'.repeat(16)}: deep`]);
  });

  it('treats names that JavaScript knows like any other', async () => {
    const document = await read('application/json', '{"__proto__": {"admin": true}, "constructor": 1}');

    expect(blockLines(document)).toEqual(['paragraph: __proto__.admin: true\nconstructor: 1']);
    expect({}).not.toHaveProperty('admin');
  });

  it('that is malformed is unreadable', async () => {
    await expect(read('application/json', '{"a": ')).rejects.toMatchObject({ name: 'DocumentUnreadable' });
  });
});
