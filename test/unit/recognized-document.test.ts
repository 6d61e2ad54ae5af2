import { describe, expect, it } from 'vitest';
import { recognizedDocument } from '#shared/adapters/portable/extraction/recognized-document.ts';
import type { RecognizedPage } from '#shared/domain/recognized-page.ts';
import { blockLines, contractBreaches } from '../doubles/extraction-contract.ts';

/** A line of words, 6 points a letter, as high as their letters are in a font of `size`; `y` is that of its baseline. */
function line(text: string, x: number, y: number, { size = 12, confidence = 0.95, slope = 0 } = {}) {
  return Array.from(text.matchAll(/\S+/g)).map(({ 0: word, index }) => {
    const above = (/[A-Zbdfhklti0-9]/.test(word) ? 0.72 : 0.5) * size;
    const below = /[gjpqy]/.test(word) ? 0.21 * size : 0;
    const box = { x: x + index * 6, y: y + index * slope - above, width: word.length * 6 - 1, height: above + below };
    return { text: word, confidence, box };
  });
}

function page(...lines: RecognizedPage['lines']): RecognizedPage {
  return { width: 612, height: 792, lines };
}

describe('recognizedDocument', () => {
  it('joins lines to paragraphs, and takes a larger line for a heading', () => {
    const document = recognizedDocument([
      page(
        line('Lease of the Office', 72, 60, { size: 20 }),
        line('The lessee shall give notice of the ter-', 72, 100),
        line('mination in writing to the lessor.', 72, 113),
        line('No renewal follows by itself, whatever they say.', 72, 150),
      ),
    ]);

    expect(blockLines(document)).toEqual([
      'heading 1: Lease of the Office',
      'paragraph: The lessee shall give notice of the termination in writing to the lessor.',
      'paragraph: No renewal follows by itself, whatever they say.',
    ]);
    expect(document.title).toBe('Lease of the Office');
    expect(contractBreaches(document)).toEqual([]);
  });

  it('takes lines of unlike letters for text of one size', () => {
    const document = recognizedDocument([
      page(
        line('typography by happy people', 72, 100),
        line('can use a row as a means', 72, 114),
        line('BY LAW AND BY RULE', 72, 128),
      ),
    ]);

    expect(blockLines(document)).toEqual([
      'paragraph: typography by happy people can use a row as a means BY LAW AND BY RULE',
    ]);
  });

  it('keeps a line together that lay askew', () => {
    const document = recognizedDocument([
      page(
        line('The lessee shall give notice of the ter-', 72, 100, { slope: 0.09 }),
        line('mination in writing to the lessor, then.', 72, 114, { slope: 0.09 }),
      ),
    ]);

    expect(blockLines(document)).toEqual([
      'paragraph: The lessee shall give notice of the termination in writing to the lessor, then.',
    ]);
  });

  it('reads two columns one after the other', () => {
    const rows = ['column runs down', 'column is full of words', 'column has some more', 'column ends'];
    const lines = rows.flatMap((text, at) => [
      line(`left ${text}`, 72, 100 + at * 13),
      line(`right ${text}`, 330, 106 + at * 13),
    ]);

    const text = recognizedDocument([page(...lines)]).pages[0]?.text ?? '';

    expect(text.lastIndexOf('left')).toBeLessThan(text.indexOf('right'));
  });

  it('leaves out what the recognizer hardly believes itself', () => {
    const document = recognizedDocument([
      page(line('~|=', 10, 20, { confidence: 0.1 }), line('The rent is due in May.', 72, 100)),
    ]);

    expect(document.pages[0]?.text).toBe('The rent is due in May.');
  });

  it('says so when nothing is left', () => {
    expect(() => recognizedDocument([page(line('~|=', 10, 20, { confidence: 0.1 }))])).toThrow(
      expect.objectContaining({ name: 'TextLayerMissing' }),
    );
  });
});
