import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';

describe('TextAnalyzer, portable', () => {
  const { analyze, searchTerms } = textAnalyzer();

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

  it.each([
    ['de', 'Die Kündigungsfristen der Mietverträge', ['kundigungsfrist', 'mietvertrag']],
    ['de', 'Kuendigungsfrist, 1.234,50 € und 3,5 %', ['kundigungsfrist', '1234.50', '3.5']],
    ['es', '¿Cuáles son las obligaciones del arrendatario?', ['oblig', 'arrendatari']],
    ['fr', "L'entrepôt qu’elle a loué à l'année", ['entrepot', 'lou', 'anne']],
    ['it', "Le obbligazioni dell'affittuario", ['obblig', 'affittuar']],
    ['pt', 'As obrigações do locatário não são', ['obrig', 'locatari']],
    ['nl', 'De verplichtingen van de huurders', ['verplicht', 'huurder']],
    ['pl', 'Obowiązki najemców', ['obowiazki', 'najemcow']],
    ['zh', '2019年,苹果的iPhone', ['2019', '年', '苹果', '果的', 'iphone']],
    ['ko', '한국어 문서', ['한국', '국어', '문서']],
    ['ja', 'データを', ['デー', 'ータ', 'タを']],
    [
      'de',
      '[PERSON:k7f2.qxab] zahlt INV-2024/17',
      ['person:k7f2', 'person:qxab', 'zahlt', 'inv-2024/17', 'inv', '2024', '17'],
    ],
  ])('gives the stems of %s, without its stop words: %s', (language, text, terms) => {
    expect(analyze(text, language)).toEqual(terms);
  });

  it.each([
    ['de', 'Wie lange sind die Kündigungsfristen?', 'Die Kündigungsfrist beträgt drei Monate.'],
    ['es', '¿Qué contratos firmaron?', 'El contrato se firmó en mayo.'],
    ['fr', 'Quels contrats sont résiliés ?', 'Le contrat est résilié.'],
    ['pt', 'Quais são as cláusulas?', 'A cláusula do contrato.'],
  ])('lets a question of %s find what answers it', (language, question, passage) => {
    const held = analyze(passage, language);

    expect(searchTerms(question, [language]).some((term) => held.includes(term))).toBe(true);
  });

  it('searches by the forms of every language that a question may be of, each once', () => {
    const terms = searchTerms('contratos contratos', ['es', 'pt']);

    expect(terms).toEqual(expect.arrayContaining(['contrat', 'contrato', 'contratos']));
    expect(new Set(terms).size).toBe(terms.length);
  });

  it('searches English by its stems alone, so that nothing of it changes', () => {
    expect(searchTerms('the rents of the houses', ['en'])).toEqual(analyze('the rents of the houses'));
  });

  it('passes over what is a stop word of any of them', () => {
    expect(searchTerms('die Frist', ['de'])).toEqual(['frist']);
  });

  it('reads a point in a number both ways where the language leaves it open', () => {
    expect(searchTerms('1.234', ['de'])).toEqual(['1234', '1.234']);
  });

  it('gives a question and its answer the same terms', () => {
    expect(analyze('deductions')).toEqual(analyze('Deduction'));
  });

  it('takes any text, and no term of it is empty or holds white space', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const terms = [...analyze(text), ...analyze(text, 'de'), ...searchTerms(text, ['fr', 'it', 'zh'])];
        for (const term of terms) expect(term).toMatch(/^\S+$/);
      }),
    );
  });
});
