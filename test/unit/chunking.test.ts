import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentChunker } from '#shared/domain/chunking.ts';
import { type ChunkingPolicy, DEFAULT_CHUNKING } from '#shared/domain/chunking-policy.ts';
import type { BlockKind, RedactedPage } from '#shared/domain/extraction.ts';
import { redacted } from '#shared/domain/text.ts';
import { type PagePart, pageOfParts } from '../doubles/page-of-parts.ts';

const countTokens = (text: string) => text.split(/\s+/).filter((word) => word !== '').length;
const SMALL: ChunkingPolicy = {
  ...{ ...DEFAULT_CHUNKING, maxTokens: 12 },
  ...{ maxRowTokens: 16, maxContextTokens: 5, minTokens: 4 },
};

const word = fc.constantFrom(
  'net',
  'income',
  'Dr.',
  'rose.',
  '😀😀',
  '[PERSON:k7f2.q2x4]',
  '|',
  'a\nb',
  'x'.repeat(300),
  '\n',
);
const part: fc.Arbitrary<PagePart> = fc.record({
  kind: fc.constantFrom<BlockKind>('heading', 'paragraph', 'list-item', 'table-row', 'code'),
  text: fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
  level: fc.integer({ min: 1, max: 6 }),
  table: fc.integer({ min: 0, max: 1 }),
  header: fc.boolean(),
});
const pages = fc
  .array(fc.array(part, { maxLength: 8 }), { maxLength: 3 })
  .map((all) => all.map((parts, at) => pageOfParts(parts, at + 1)));

const chunksOf = (all: readonly RedactedPage[], policy = SMALL, title = '') => {
  const chunker = documentChunker(redacted(title), countTokens, policy);
  return all.flatMap((page) => chunker.chunkPage(page));
};
const filler = (words: number, of = 'w') => Array.from({ length: words }, (_, at) => `${of}${at}`).join(' ');

describe('documentChunker, on any document', () => {
  it('covers all text but white space, in order and without overlap', () => {
    fc.assert(
      fc.property(pages, (all) => {
        const chunks = chunksOf(all);

        expect(chunks.map(({ position }) => position)).toEqual(chunks.map((_, at) => at));
        for (const page of all) {
          let covered = 0;
          for (const { start, end, text } of chunks.filter((chunk) => chunk.page === page.number)) {
            expect(page.text.slice(covered, start).trim()).toBe('');
            expect(text).toBe(page.text.slice(start, end));
            covered = end;
          }
          expect(page.text.slice(covered).trim()).toBe('');
        }
      }),
    );
  });

  it('covers text that no block claims, and blocks that overlap', () => {
    const block = fc.record({ start: fc.nat(80), end: fc.nat(80), kind: fc.constant<BlockKind>('paragraph') });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.array(block, { maxLength: 4 }), (words, blocks) => {
        const text = redacted(words.join(' '));
        const chunks = chunksOf([{ number: 1, text, blocks }]);

        expect(chunks.map((chunk) => chunk.text.replace(/\s/g, '')).join('')).toBe(text.replace(/\s/g, ''));
        for (const chunk of chunks) expect(chunk.text.replace(/\[PERSON:k7f2\.q2x4\]/g, '')).not.toMatch(/[[\]:]/);
      }),
    );
  });

  it('cuts no redaction placeholder and no character', () => {
    fc.assert(
      fc.property(pages, (all) => {
        for (const { text, context } of chunksOf(all)) {
          expect((text + context).isWellFormed()).toBe(true);
          expect((text + context).replace(/\[PERSON:k7f2\.q2x4\]/g, '')).not.toMatch(/[[\]]/);
        }
      }),
    );
  });

  it('keeps to the limit, which only rows and code may pass up to their own', () => {
    fc.assert(
      fc.property(pages, (all) => {
        for (const { text, context } of chunksOf(all)) {
          expect(countTokens(text) + countTokens(context)).toBeLessThanOrEqual(SMALL.maxRowTokens);
        }
        const prose = all.map((page) => ({ ...page, blocks: page.blocks.filter(({ kind }) => kind === 'heading') }));
        for (const { text, context } of chunksOf(prose)) {
          expect(countTokens(text) + countTokens(context)).toBeLessThanOrEqual(SMALL.maxTokens);
        }
      }),
    );
  });

  it('takes time that grows as the document does', () => {
    let counted = 0;
    const page = pageOfParts(Array.from({ length: 200 }, () => ({ kind: 'paragraph', text: filler(40) })));
    const chunker = documentChunker(redacted('Report'), (text) => {
      counted += text.length;
      return countTokens(text);
    });

    chunker.chunkPage(page);

    expect(counted).toBeLessThan(2 * page.text.length);
  });
});

describe('documentChunker', () => {
  it('puts whole blocks together while they fit', () => {
    const chunks = chunksOf([pageOfParts([5, 5, 5].map((words) => ({ kind: 'paragraph', text: filler(words) })))]);

    expect(chunks.map(({ text }) => countTokens(text))).toEqual([10, 5]);
  });

  it('parts a long paragraph between sentences, into parts of about equal length', () => {
    const sentence = 'One two three four five six.';

    const chunks = chunksOf([pageOfParts([{ kind: 'paragraph', text: `${sentence} ${sentence} ${sentence}` }])]);

    expect(chunks.map(({ text }) => text)).toEqual([`${sentence} ${sentence}`, sentence]);
  });

  it('leaves a heading with what follows it, and tells later chunks under which headings they stand', () => {
    const chunks = chunksOf(
      [
        pageOfParts([
          { kind: 'heading', level: 1, text: 'Terms' },
          { kind: 'heading', level: 2, text: 'Fees' },
          { kind: 'paragraph', text: filler(20) },
        ]),
        pageOfParts([{ kind: 'paragraph', text: 'Next page.' }], 2),
      ],
      SMALL,
      'Contract',
    );

    expect(chunks[0]).toMatchObject({ context: 'Contract', text: expect.stringMatching(/^Terms\n\nFees\n\nw0/) });
    expect(chunks[1]?.context).toBe('Contract > Terms > Fees');
    expect(chunks.at(-1)).toMatchObject({ page: 2, context: 'Contract > Terms > Fees', text: 'Next page.' });
  });

  it('does not repeat a title that the chunk begins with', () => {
    const [chunk] = chunksOf(
      [pageOfParts([{ kind: 'heading', level: 1, text: 'Annual report' }])],
      SMALL,
      'Annual report',
    );

    expect(chunk).toMatchObject({ text: 'Annual report', context: '' });
  });

  it('drops the upper headings first when the path is too long', () => {
    const headings = ['a b', 'c d', 'e f'].map((text, at) => ({ kind: 'heading', level: at + 1, text }) as const);

    const chunks = chunksOf(
      [pageOfParts([...headings, { kind: 'paragraph', text: filler(30) }])],
      {
        ...SMALL,
        maxTokens: 19,
        maxRowTokens: 19,
        maxContextTokens: 8,
      },
      'T U V',
    );

    expect(chunks.at(-1)?.context).toBe('T U > c d > e f');
  });

  it('begins a chunk at a section unless the text before it is short', () => {
    const section = (words: number): PagePart[] => [
      { kind: 'heading', level: 1, text: 'PagePart' },
      { kind: 'paragraph', text: filler(words) },
    ];

    const chunks = chunksOf([pageOfParts([...section(1), ...section(5), ...section(2)])]);

    expect(chunks.map(({ text }) => countTokens(text))).toEqual([8, 3]);
  });

  it('keeps table rows whole and gives their header to chunks that begin below it', () => {
    const row = (text: string, header = false): PagePart => ({ kind: 'table-row', table: 0, header, text });
    const rows = Array.from({ length: 4 }, (_, at) => row(`r${at} | 1 | 2`));

    const chunks = chunksOf([
      pageOfParts([{ kind: 'paragraph', text: 'Prices:' }, row('Item Price', true), ...rows]),
      pageOfParts([row('r4 | 1 | 2'), { kind: 'paragraph', text: 'After.' }], 2),
    ]);

    expect(chunks.map(({ page, text, context }) => [page, text.split('\n\n'), context])).toEqual([
      [1, ['Prices:', 'Item Price', 'r0 | 1 | 2'], ''],
      [1, ['r1 | 1 | 2', 'r2 | 1 | 2'], 'Item Price'],
      [1, ['r3 | 1 | 2'], 'Item Price'],
      [2, ['r4 | 1 | 2'], 'Item Price'],
      [2, ['After.'], ''],
    ]);
  });

  it('cuts a row that is too long between its cells', () => {
    const cell = filler(7);

    const chunks = chunksOf([pageOfParts([{ kind: 'table-row', table: 0, text: [cell, cell, cell].join(' | ') }])]);

    expect(chunks.map(({ text }) => text)).toEqual([`${cell} |`, `${cell} |`, cell]);
  });

  it('joins the rows of a header of two', () => {
    const head = (text: string): PagePart => ({ kind: 'table-row', table: 0, header: true, text });

    const chunks = chunksOf([
      pageOfParts([head('A'), head('B')]),
      pageOfParts([{ kind: 'table-row', table: 0, text: '1' }], 2),
    ]);

    expect(chunks.at(-1)?.context).toBe('A B');
  });

  it('keeps lines of code whole', () => {
    const line = filler(9);

    const chunks = chunksOf([pageOfParts([{ kind: 'code', text: [line, line, line].join('\n') }])]);

    expect(chunks.map(({ text }) => text)).toEqual([line, line, line]);
  });

  it('cuts a word without end, though a tokenizer takes it for one token', () => {
    const chunks = chunksOf([pageOfParts([{ kind: 'paragraph', text: `${'x'.repeat(5_000)}` }])]);

    expect(Math.max(...chunks.map(({ text }) => text.length))).toBeLessThanOrEqual(12 * 16);
  });

  it('cuts no character in half', () => {
    const chunks = chunksOf([pageOfParts([{ kind: 'paragraph', text: `x${'😀'.repeat(1_000)}` }])]);

    expect(chunks.every(({ text }) => text.isWellFormed())).toBe(true);
  });

  it('keeps a placeholder whole at the end of a word without end', () => {
    const marked = `${'x'.repeat(400)}[PERSON:${Array.from({ length: 40 }, () => 'k7f2').join('.')}]`;

    const chunks = chunksOf([pageOfParts([{ kind: 'paragraph', text: marked }])]);

    expect(chunks.at(-1)?.text).toMatch(/\[PERSON:k7f2.*\]$/);
  });

  it('refuses a policy whose contexts could leave no room for text', () => {
    expect(() => documentChunker(redacted(''), countTokens, { ...DEFAULT_CHUNKING, maxContextTokens: 200 })).toThrow(
      expect.objectContaining({ name: 'InputInvalid' }),
    );
  });
});
