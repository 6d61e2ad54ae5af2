import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';

describe('TextAnalyzer, portable: Porter stems', () => {
  const { analyze } = textAnalyzer();

  it.each([
    ['lower case and stems', 'Tenants are PAYING rents', ['tenant', 'pai', 'rent']],
    ['no stop words', 'What is the rent of this house?', ['rent', 'hous']],
    ['no accents', 'Señor Núñez, naïve', ['senor', 'nunez', 'naiv']],
    [
      'one term for each word of a placeholder',
      'by [PERSON:k7f2.qxab] at [IP:a2b3].',
      ['person:k7f2', 'person:qxab', 'ip:a2b3'],
    ],
    ['no such term for what only looks alike', '(PERSON:k7f2]', ['person:k7f2', 'person', 'k7f2'].slice(0)],
    ['numbers whole, without separators', '1,250.75 and 1250 and 3.5%', ['1250.75', '1250', '3.5']],
    ['identifiers whole and in parts', 'INV-2024/17', ['inv-2024/17', 'inv', '2024', '17']],
    ['the parts of other compounds', 'well-known cost/benefit', ['well', 'known', 'cost', 'benefit']],
    ['names without apostrophes', "O'Brien’s tenant's", ['obrien', 'tenant']],
    ['plain letters for wide ones', 'ＲＥＮＴ', ['rent']],
    ['words through soft hyphens', 'ten\u00adant', ['tenant']],
    ['pairs of signs where words are not parted', '租金支付', ['租金', '金支', '支付']],
    ['a sign by itself', '租', ['租']],
  ])('gives %s', (_what, text, terms) => {
    expect(analyze(text)).toEqual(terms);
  });

  it('gives a question and its answer the same terms', () => {
    expect(analyze('deductions')).toEqual(analyze('Deduction'));
  });

  it('takes any text, and no term of it is empty or holds white space', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const term of analyze(text)) expect(term).toMatch(/^\S+$/);
      }),
    );
  });
});
