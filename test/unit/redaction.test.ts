import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity } from '#shared/domain/entity.ts';
import type { Block } from '#shared/domain/extraction.ts';
import {
  neutralName,
  ownWords,
  placeholderText,
  planReplacements,
  type Replacement,
  redactPage,
  redactQuestionText,
  redactText,
} from '#shared/domain/redaction.ts';
import type { RawText } from '#shared/domain/text.ts';

/** Text as an extractor hands it over. */
const raw = (text: string) => text as RawText;
const pseudonym = () => 'k7f2';
const MARK = '[PERSON:k7f2]';

const replace = (start: number, end: number): Replacement => ({ kind: 'PERSON', start, end, placeholder: MARK });
const block = (start: number, end: number): Block => ({ kind: 'paragraph', start, end });
const find = (text: string, value: string, kind: Entity['kind']): Entity => {
  const start = text.indexOf(value);
  return { kind, start, end: start + value.length, confidence: 0.9 };
};

/** Offsets that part 60 characters, in order, so that stretches made of them do not overlap. */
const cuts = fc.uniqueArray(fc.nat(60), { maxLength: 16 }).map((offsets) => offsets.sort((a, b) => a - b));
const stretches = <T>(offsets: readonly number[], make: (start: number, end: number) => T): T[] =>
  offsets.flatMap((start, at) =>
    at % 2 === 0 && at + 1 < offsets.length ? [make(start, offsets[at + 1] ?? start)] : [],
  );

describe('planReplacements', () => {
  const text = 'Ana Ruiz, 12 Main Street, ana@example.org';
  const entities = [
    find(text, 'Ana Ruiz', 'PERSON'),
    find(text, '12 Main Street', 'ADDRESS'),
    find(text, 'ana@example.org', 'EMAIL'),
  ];

  it.each([
    ['strict', ['PERSON', 'ADDRESS', 'EMAIL']],
    ['identifiers', ['EMAIL']],
  ] as const)('takes out what the policy %s names', (policy, kinds) => {
    expect(planReplacements(text, entities, policy, pseudonym).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('redactText', () => {
  it('removes every character of a replacement and no other', () => {
    fc.assert(
      fc.property(cuts, (offsets) => {
        const letters = Array.from({ length: 60 }, (_, at) => String.fromCharCode(97 + (at % 26)));
        const replacements = stretches(offsets, replace);
        const isKept = (at: number) => !replacements.some(({ start, end }) => start <= at && at < end);

        const text = redactText(raw(letters.join('')), replacements);

        expect(text.replaceAll(MARK, '')).toBe(letters.filter((_, at) => isKept(at)).join(''));
      }),
    );
  });

  it('disarms what the document itself writes in the form of a placeholder', () => {
    expect(redactText(raw('signed [PERSON:aaaa]'), [])).toBe('signed (PERSON:aaaa]');
  });
});

it('lets a question keep the placeholders that its asker read in an answer', () => {
  expect(redactQuestionText(raw('What did [PERSON:aaaa] tell Ana?'), [replace(28, 31)])).toBe(
    `What did [PERSON:aaaa] tell ${MARK}?`,
  );
});

describe('redactPage', () => {
  const blocksOf = (text: string, blocks: readonly Block[], replacements: readonly Replacement[]) => {
    const page = redactPage({ number: 4, text: raw(text), blocks }, replacements);
    return page.blocks.map(({ start, end }) => page.text.slice(start, end));
  };

  it('keeps blocks in order, apart and on their own text, whatever is replaced', () => {
    fc.assert(
      fc.property(cuts, cuts, (blockCuts, replacedCuts) => {
        const text = 'abcdefghi '.repeat(6);
        const replacements = stretches(replacedCuts, replace);

        const page = redactPage({ number: 1, text: raw(text), blocks: stretches(blockCuts, block) }, replacements);

        let end = 0;
        for (const moved of page.blocks) {
          expect(moved.start).toBeGreaterThanOrEqual(end);
          expect(page.text.slice(moved.start, moved.end)).toMatch(/^\S(?:.*\S)?$/s);
          end = moved.end;
        }
        expect(end).toBeLessThanOrEqual(page.text.length);
        // A placeholder is never cut: what opens in a block closes in it.
        for (const { start, end: to } of page.blocks) {
          const own = page.text.slice(start, to);
          expect(own.split('[').length).toBe(own.split(']').length);
        }
      }),
    );
  });

  it('moves the blocks behind a placeholder', () => {
    expect(blocksOf('Ana Ruiz signed.\nPaid.', [block(0, 16), block(17, 22)], [replace(0, 8)])).toEqual([
      `${MARK} signed.`,
      'Paid.',
    ]);
  });

  it('gives a placeholder that stands for text of two blocks to the first', () => {
    expect(blocksOf('by Ana\nRuiz today', [block(0, 6), block(7, 17)], [replace(3, 11)])).toEqual([
      `by ${MARK}`,
      'today',
    ]);
  });

  it('gives it to the block where it ends when it starts between blocks', () => {
    expect(blocksOf('a (b) c', [block(0, 1), block(3, 7)], [replace(2, 5)])).toEqual(['a', `${MARK} c`]);
  });

  it('drops a block of which nothing is left', () => {
    expect(blocksOf('Ana\nRuiz\nend', [block(0, 3), block(4, 8), block(9, 12)], [replace(0, 8)])).toEqual([
      MARK,
      'end',
    ]);
  });

  it('keeps what a block is and where it stands on paper', () => {
    const row: Block = {
      kind: 'table-row',
      start: 0,
      end: 3,
      table: 2,
      header: true,
      box: { x: 1, y: 2, width: 3, height: 4 },
    };

    expect(redactPage({ number: 4, text: raw('Ana'), blocks: [row] }, [replace(0, 3)])).toEqual({
      number: 4,
      text: MARK,
      blocks: [{ ...row, end: MARK.length }],
    });
  });
});

it.each([
  ['PDF', 'document.pdf'],
  ['', 'document'],
  ['Ana Ruiz', 'document'],
])('names a file of the extension "%s" %s', (extension, name) => {
  expect(neutralName(extension)).toBe(name);
});

it('vouches for words of our own and for a placeholder by itself', () => {
  expect(ownWords('An invoice.')).toBe('An invoice.');
  expect(placeholderText('PERSON', 'Ruiz', pseudonym)).toBe('[PERSON:k7f2]');
});
