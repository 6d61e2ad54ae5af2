import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinLines, vocabularyOf } from '#shared/domain/extraction-lines.ts';
import { singleLine, visibleText } from '#shared/domain/extraction-text.ts';

describe('visible text', () => {
  it.each([
    ['zero-width characters within a name', 'A\u200bna Ru\u2060iz', 'Ana Ruiz'],
    ['joiners between Latin letters', 'A\u200dna', 'Ana'],
    ['direction overrides', '\u202eevil\u202c', 'evil'],
    ['tag characters that spell instructions', 'ok\u{e0069}\u{e0067}', 'ok'],
    ['control characters', 'a\0b\u0007c', 'abc'],
  ])('leaves out %s', (_what, text, visible) => {
    expect(visibleText(text)).toBe(visible);
  });

  it('keeps the joiners that shape letters', () => {
    expect(visibleText('می\u200cخواهم')).toBe('می\u200cخواهم');
  });

  it('knows one line end and composed letters alone', () => {
    expect(visibleText('a\r\nb\rc\fd\u2028e\u0301')).toBe('a\nb\nc\nd\né');
  });

  it('mends halves of surrogate pairs', () => {
    expect(visibleText('a\ud800b')).toBe('a\ufffdb');
  });

  it('collapses white space on a single line', () => {
    expect(singleLine('  a \n b\u00a0c ')).toBe('a b c');
  });
});

describe('joining lines', () => {
  const join = (lines: readonly string[], elsewhere: readonly string[] = []) =>
    joinLines(lines, vocabularyOf([...elsewhere, ...lines]));

  it.each([
    ['a cut word', ['the con-', 'tract ends'], [], 'the contract ends'],
    ['a cut word that the document writes whole', ['busi-', 'ness'], ['our business'], 'business'],
    ['a compound that the document writes elsewhere', ['long-', 'term debt'], ['any long-term plan'], 'long-term debt'],
    ['a compound of words of the document', ['cash-', 'flow plan'], ['the cash will flow'], 'cash-flow plan'],
    ['a soft hyphen', ['con\u00ad', 'tract'], ['a con-tract'], 'contract'],
    ['a name after the hyphen', ['Smith-', 'Jones'], [], 'Smith-Jones'],
    ['a digit before the hyphen', ['a 10-', 'year bond'], [], 'a 10-year bond'],
    ['a single letter before the hyphen', ['a d-', 'dimensional vector'], [], 'a d-dimensional vector'],
    ['a dash of its own', ['sales -', 'net'], [], 'sales - net'],
    ['plain lines', ['one', 'two'], [], 'one two'],
  ])('handles %s', (_what, lines, elsewhere, joined) => {
    expect(join(lines, elsewhere)).toBe(joined);
  });

  it('loses no letter', () => {
    const line = fc.string({ minLength: 1, unit: fc.constantFrom('a', 'B', '-', ' ', '7', 'é') });
    const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');

    fc.assert(fc.property(fc.array(line), (lines) => letters(join(lines)) === letters(lines.join(''))));
  });
});
