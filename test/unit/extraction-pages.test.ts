import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlockKind } from '#shared/domain/extraction.ts';
import { type DraftBlock, draftPage, draftSections } from '#shared/domain/extraction-pages.ts';
import { contractBreaches } from '../doubles/extraction-contract.ts';

const kind = fc.constantFrom<BlockKind>('heading', 'paragraph', 'list-item', 'table-row', 'code');
const text = fc.string({ maxLength: 80, unit: fc.constantFrom('a', 'Ω', '😀', ' ', '\n', '.', '\u200b', '\0') });
const draft: fc.Arbitrary<DraftBlock> = fc.record({ kind, text, table: fc.nat(2) }).map(({ table, ...block }) => ({
  ...block,
  level: block.kind === 'heading' ? 1 : undefined,
  table: block.kind === 'table-row' ? table : undefined,
}));

const words = (value: string) => value.replace(/[\s\0\u200b]/g, '');

describe('a page of blocks', () => {
  it('covers all text in order, without invisible characters', () => {
    fc.assert(
      fc.property(fc.array(draft), (drafts) => {
        const page = draftPage(1, drafts);

        expect(contractBreaches({ title: page.text, paged: true, pages: [page] })).toEqual([]);
        expect(words(page.text)).toBe(words(drafts.map((block) => block.text).join('')));
      }),
    );
  });

  it('keeps rows of a table and items of a list on neighbouring lines', () => {
    const page = draftPage(1, [
      { kind: 'list-item', text: 'one' },
      { kind: 'list-item', text: 'two' },
      { kind: 'table-row', table: 0, text: 'a' },
      { kind: 'table-row', table: 0, text: 'b' },
      { kind: 'table-row', table: 1, text: 'c' },
      { kind: 'paragraph', text: 'end' },
    ]);

    expect(page.text).toBe('one\ntwo\n\na\nb\n\nc\n\nend');
  });
});

describe('sections', () => {
  it('are never longer than allowed and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(draft), fc.integer({ min: 4, max: 200 }), (drafts, maxCharacters) => {
        const pages = draftSections(drafts, maxCharacters);

        const title = draftPage(1, []).text;
        expect(contractBreaches({ title, paged: false, pages }, maxCharacters)).toEqual([]);
        expect(words(pages.map((page) => page.text).join(''))).toBe(words(drafts.map((block) => block.text).join('')));
      }),
    );
  });

  it.each([
    ['after a line', 'aaaa aaaa\nbbbb bbbb', ['aaaa aaaa', 'bbbb bbbb']],
    ['else after a sentence', 'aaaa aaa. bbbb bbbb', ['aaaa aaa.', 'bbbb bbbb']],
    ['else after a word', 'aaaaaa aaaaaa bbbb', ['aaaaaa aaaaaa', 'bbbb']],
    ['else between characters', 'a'.repeat(20), ['a'.repeat(14), 'aaaaaa']],
    ['never within a character', `a${'😀'.repeat(8)}`, [`a${'😀'.repeat(6)}`, '😀😀']],
  ])('cut a block that is too long %s', (_where, long, pieces) => {
    expect(draftSections([{ kind: 'paragraph', text: long }], 14).map((page) => page.text)).toEqual(pieces);
  });

  it('keep a heading with what follows it', () => {
    const pages = draftSections(
      [
        { kind: 'paragraph', text: 'a'.repeat(20) },
        { kind: 'heading', level: 1, text: 'Terms' },
        { kind: 'paragraph', text: 'b'.repeat(20) },
      ],
      30,
    );

    expect(pages.map((page) => page.text)).toEqual(['a'.repeat(20), `Terms\n\n${'b'.repeat(20)}`]);
  });

  it('leave a heading where it is when what follows fills a section alone', () => {
    const pages = draftSections(
      [
        { kind: 'paragraph', text: 'intro' },
        { kind: 'heading', level: 1, text: 'Terms' },
        { kind: 'paragraph', text: 'b'.repeat(30) },
      ],
      30,
    );

    expect(pages.map((page) => page.text)).toEqual(['intro\n\nTerms', 'b'.repeat(30)]);
  });
});
