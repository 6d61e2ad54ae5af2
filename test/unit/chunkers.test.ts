import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddingText } from '#shared/domain/chunk.ts';
import { documentChunker } from '#shared/domain/chunking.ts';
import { CHUNKERS, type ChunkerName, type ChunkingPolicy, DEFAULT_CHUNKING } from '#shared/domain/chunking-policy.ts';
import type { BlockKind, RedactedPage } from '#shared/domain/extraction.ts';
import { redacted } from '#shared/domain/text.ts';
import { type PagePart, pageOfParts } from '../doubles/page-of-parts.ts';

const countTokens = (text: string) => text.split(/\s+/).filter((word) => word !== '').length;

/** As small as a page of some words asks for; a row of up to 16 words is left whole. */
function smallPolicy(chunker: ChunkerName): ChunkingPolicy {
  const readTokens = { 'sentence-window': 20, 'parent-child': 24 }[chunker as string] ?? 0;
  const overlapTokens = chunker === 'fixed' || chunker === 'recursive' ? 4 : 0;
  const lengths = { maxTokens: 12, maxRowTokens: 16, maxContextTokens: 5, minTokens: 4 };
  return { ...DEFAULT_CHUNKING, ...lengths, chunker, readTokens, overlapTokens };
}

const chunksOf = (pages: readonly RedactedPage[], chunker: ChunkerName, title = '') => {
  const cut = documentChunker(redacted(title), countTokens, smallPolicy(chunker));
  return pages.flatMap((page) => cut.chunkPage(page));
};
const filler = (words: number, of = 'w') => Array.from({ length: words }, (_, at) => `${of}${at}`).join(' ');

const MARK = '[PERSON:k7f2.q2x4]';
const word = fc.constantFrom('net', 'income', 'rose.', '😀😀', MARK, `x${MARK}`, 'why?');
const words = (maxLength: number) => fc.array(word, { minLength: 1, maxLength }).map((some) => some.join(' '));
/** One word of many placeholders, which is longer than a chunk: it has to be cut, between two of them. */
const marks = fc.constant(`x${MARK}`.repeat(13));
const running: fc.Arbitrary<PagePart> = fc.record({
  kind: fc.constantFrom<BlockKind>('heading', 'paragraph', 'list-item'),
  text: fc.oneof({ weight: 4, arbitrary: words(40) }, marks),
  level: fc.integer({ min: 1, max: 3 }),
});
/** Rows and lines as long as the embedder reads whole, less the longest context that stands above them. */
const row: fc.Arbitrary<PagePart> = fc.record({
  kind: fc.constant<BlockKind>('table-row'),
  text: fc.array(words(2), { minLength: 1, maxLength: 3 }).map((cells) => cells.join(' | ')),
  table: fc.integer({ min: 0, max: 1 }),
  header: fc.boolean(),
});
const code: fc.Arbitrary<PagePart> = fc.record({
  kind: fc.constant<BlockKind>('code'),
  text: fc.array(words(6), { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')),
});
const pages = fc
  .array(fc.array(fc.oneof(running, row, code), { maxLength: 6 }), { minLength: 1, maxLength: 2 })
  .map((all) => all.map((parts, at) => pageOfParts(parts, at + 1)));

/** Where a border must not fall: rows, lines of code, placeholders and halves of characters. */
function wholesOf({ text, blocks }: RedactedPage) {
  const rows = blocks.filter(({ kind }) => kind === 'table-row');
  const lines = blocks
    .filter(({ kind }) => kind === 'code')
    .flatMap(({ start, end }) =>
      [...text.slice(start, end).matchAll(/.+/g)].map((line) => ({
        start: start + line.index,
        end: start + line.index + line[0].length,
      })),
    );
  const marks = [...text.matchAll(/\[PERSON:k7f2\.q2x4\]|😀/gu)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  return [...rows, ...lines, ...marks];
}

describe.each(CHUNKERS)('%s, on any document', (chunker) => {
  it('cuts no table row, no line of code, no placeholder and no character', () => {
    fc.assert(
      fc.property(pages, (all) => {
        const chunks = chunksOf(all, chunker);

        for (const page of all) {
          const own = chunks.filter((chunk) => chunk.page === page.number);
          const borders = own.flatMap(({ start, end, focus = { start, end } }) => [start, end, focus.start, focus.end]);
          const cut = wholesOf(page).filter(({ start, end }) => borders.some((at) => start < at && at < end));
          expect(cut).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('covers all text in order, by what is read and by what is found', () => {
    fc.assert(
      fc.property(pages, (all) => {
        const chunks = chunksOf(all, chunker);

        expect(chunks.map(({ position }) => position)).toEqual(chunks.map((_, at) => at));
        for (const page of all) {
          let covered = 0;
          let last = 0;
          for (const { start, end, text, focus = { start, end } } of chunks.filter((one) => one.page === page.number)) {
            expect(text).toBe(page.text.slice(start, end));
            expect(page.text.slice(covered, Math.max(covered, focus.start)).trim()).toBe('');
            expect([start <= focus.start, focus.end <= end, last <= focus.start]).toEqual([true, true, true]);
            covered = Math.max(covered, focus.end);
            last = focus.start;
          }
          expect(page.text.slice(covered).trim()).toBe('');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what is found and what is read to their limits', () => {
    const { maxRowTokens, readTokens } = smallPolicy(chunker);
    fc.assert(
      fc.property(pages, words(6), (all, title) => {
        for (const chunk of chunksOf(all, chunker, title)) {
          expect(countTokens(embeddingText(chunk))).toBeLessThanOrEqual(maxRowTokens);
          expect(countTokens(chunk.text)).toBeLessThanOrEqual(Math.max(maxRowTokens, readTokens));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('embeds title and section with every chunk, and never has them in its text', () => {
    const page = pageOfParts([
      { kind: 'heading', level: 1, text: 'Fees' },
      { kind: 'paragraph', text: filler(40) },
    ]);

    const last = chunksOf([page], chunker, 'Contract').at(-1);

    expect(last?.context).toBe('Contract > Fees');
    expect(last?.text).not.toContain('Contract');
    expect(last && embeddingText(last)).toMatch(/^Contract > Fees\n/);
  });
});

describe('each chunker', () => {
  const paragraph = (text: string): PagePart => ({ kind: 'paragraph', text });
  const texts = (all: readonly RedactedPage[], chunker: ChunkerName) => chunksOf(all, chunker).map(({ text }) => text);

  it('fixed fills chunks with words, and begins each with the last of the one before', () => {
    const [first, second, third] = texts([pageOfParts([paragraph(filler(26))])], 'fixed');

    expect(first).toBe(filler(12));
    expect(second).toMatch(/^w8 .* w19$/);
    expect(third).toMatch(/^w16 .* w25$/);
  });

  it('recursive fills chunks with blocks, with sentences of one that is too long, and shares whole ones', () => {
    const page = pageOfParts([
      paragraph('One two three.'),
      paragraph('Four five six seven. Eight nine ten eleven twelve. Oh dear me so late.'),
    ]);

    expect(texts([page], 'recursive')).toEqual([
      'One two three.\n\nFour five six seven. Eight nine ten eleven twelve.',
      'Oh dear me so late.',
    ]);
  });

  it('recursive shares as many whole sentences as the overlap allows', () => {
    const page = pageOfParts([paragraph('One two three four. Five six. Seven eight nine ten. Last of all of it.')]);

    const [first, second] = texts([page], 'recursive');

    expect(first).toBe('One two three four. Five six. Seven eight nine ten.');
    expect(second).toBe('Seven eight nine ten. Last of all of it.');
  });

  it('sentence-window finds a sentence with the heading above it, and reads those around', () => {
    const page = pageOfParts([
      { kind: 'heading', text: 'Fees' },
      paragraph('It is so low. You may go. All is not well. No way out. We are at sea.'),
    ]);

    const chunks = chunksOf([page], 'sentence-window');

    const found = chunks.map(({ focus, start, end }) => page.text.slice(focus?.start ?? start, focus?.end ?? end));
    expect(found).toEqual([
      'Fees\n\nIt is so low.',
      'You may go.',
      'All is not well.',
      'No way out.',
      'We are at sea.',
    ]);
    expect(chunks[4]?.text).toBe(page.text.trim());
  });

  it('parent-child finds a small chunk and reads the larger one that it is part of', () => {
    const page = pageOfParts([10, 10, 10, 10].map((words, at) => paragraph(filler(words, `p${at}w`))));

    const chunks = chunksOf([page], 'parent-child');

    expect(chunks.map(({ text }) => countTokens(text))).toEqual([20, 20, 20, 20]);
    expect(new Set(chunks.map(({ start, end }) => `${start} ${end}`)).size).toBe(2);
    expect(chunks.map((chunk) => embeddingText(chunk).split(' ')[0])).toEqual(['p0w0', 'p1w0', 'p2w0', 'p3w0']);
  });

  it('table-row leaves each row alone under its header, and other text as structure does', () => {
    const cells = (text: string, header = false): PagePart => ({ kind: 'table-row', table: 0, header, text });
    const page = pageOfParts([
      paragraph(filler(5)),
      cells('Item Price', true),
      cells('net | 1'),
      cells('rope | 2'),
      paragraph(filler(3)),
    ]);

    const chunks = chunksOf([page], 'table-row');

    expect(chunks.map(({ text, context }) => [text, context])).toEqual([
      [filler(5), ''],
      ['Item Price\n\nnet | 1', ''],
      ['rope | 2', 'Item Price'],
      [filler(3), ''],
    ]);
  });
});
