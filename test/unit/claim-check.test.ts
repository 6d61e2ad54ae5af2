import { describe, expect, it } from 'vitest';
import type { ClaimFault } from '#shared/domain/answer.ts';
import { checkClaim } from '#shared/domain/claim-check.ts';
import { redacted } from '#shared/domain/text.ts';
import { passage } from '../doubles/passages.ts';

const check = (text: string, quote: string, of = passage(quote)) =>
  checkClaim({ text, chunkId: of.chunkId, quote }, [of]);
const faultOf = (text: string, quote: string, of = passage(quote)): ClaimFault | undefined => {
  const verdict = check(text, quote, of);
  return verdict.outcome === 'dropped' ? verdict.fault : undefined;
};

describe('checkClaim', () => {
  it('says where in the page the quote stands, word for word', () => {
    const found = passage('Notice is given in writing.\nThe agree-\nment ends after two years. It is renewed.');

    expect(check('The agreement ends after 2 years.', 'The agreement ends after two years.', found)).toEqual({
      outcome: 'carried',
      text: 'The agreement ends after 2 years.',
      passage: found,
      start: 128,
      end: 165,
      quote: 'The agree-\nment ends after two years.',
    });
  });

  it.each<[string, ClaimFault, string, string]>([
    ['a chunk that was not retrieved', 'chunk-not-retrieved', 'chunk-9', 'The rent is due on the first day.'],
    ['an invented quote', 'quote-not-found', 'chunk-1', 'The rent is due on the second day.'],
    ['a quote of a few words', 'quote-too-short', 'chunk-1', 'The rent is due'],
  ])('drops a claim with %s', (_what, fault, chunkId, quote) => {
    const verdict = checkClaim({ text: 'The rent is due.', chunkId, quote }, [
      passage('The rent is due on the first day.'),
    ]);

    expect(verdict).toEqual({ outcome: 'dropped', fault });
  });

  it.each([
    ['thousands', 'The budget is 1200 pounds a year.', 'The yearly budget is 1,200 pounds.'],
    ['German thousands', 'The budget is 1,200 euros a year.', 'Das Budget beträgt 1.200 Euro im Jahr.'],
    ['German decimals', 'The share is 1.5 percent.', 'Der Anteil beträgt seit Mai 1,5 Prozent.'],
    ['Swiss thousands', 'The price is 12500 francs.', "The price is set at CHF 12'500 in all."],
    ['both separators', 'The total is 1234.5 euros.', 'The total comes to 1.234,50 euros in all.'],
    ['words for figures', 'Production stopped for 11 days.', 'A fire stopped production for eleven working days.'],
    ['longer words for figures', 'It seats 225 people.', 'The hall seats two hundred and twenty-five people.'],
    ['a hundred', 'It holds 100 files.', 'The box holds a hundred files in all.'],
    ['magnitudes', 'Revenue was 25,000,000 pounds.', 'The revenue was 25 million pounds in all.'],
    ['trailing zeros', 'It grew by 19%.', 'The region grew by 19.0 % over the year.'],
    ['currency signs', 'The rent is 900 dollars.', 'The rent is $900 for every month.'],
    ['Italian units', 'La ditta ha chiesto 12 kg.', 'La ditta ha chiesto 12 chilogrammi di riso.'],
    ['French words for figures', 'Le bail dure 3 ans.', 'Le bail de la salle dure trois années.'],
    ['Portuguese millions', 'O projeto custou 3000000 euros.', 'O projeto custou 3 milhões euros em tudo.'],
    ['Dutch dates', 'Het eindigt op 14-03-2025.', 'De termijn eindigt op 14 maart 2025 om twaalf uur.'],
    ['the month that is a negation in Italian', 'Die Miete steigt.', 'Die Miete steigt am 3. Mai 2025 erneut.'],
    ['a unit left out', 'The rent is 900.', 'The rent is 900 euros for every month.'],
    ['dates', 'It ends on March 14, 2025.', 'The term ends on 14 March 2025 at noon.'],
    ['numeric dates', 'It ends on 2025-03-14.', 'The term ends on 14.03.2025 at noon.'],
    ['ambiguous dates', 'It ends on 3 April 2025.', 'The term ends on 03/04/2025 or before that.'],
    ['a date of which less is said', 'It ends in March.', 'The term ends on 14 March 2025 at noon.'],
    ['years of dates', 'It ends in 2025.', 'The term ends on 14 March 2025 at noon.'],
    ['names in another order', 'Brandt of Leipzig signed.', 'The lease was signed by Hannelore Brandt in Leipzig.'],
    ['parts of placeholders', 'It was [PERSON:k7f2].', 'The lease was signed by [PERSON:q5x2.k7f2] in May.'],
    ['first words that are common ones', 'Employees pay 4.80.', 'For staff a main course costs 4.80 pounds.'],
    ['one word', 'Employees', 'Employees pay less for a main course.'],
    ['genitives', "Leipzig's hall is large.", 'The hall of Leipzig is a large one.'],
    ['a denial in other words', "Messages aren't accepted.", 'Text messages are not accepted as a second factor.'],
    ['a clause beside a denied one', 'Laptops may hold data.', 'Laptops may hold data, but phones may not.'],
    ['not only', 'It holds data.', 'It not only holds data of customers but pictures.'],
    [
      'addresses that the quote has',
      'See https://a.test/x for it.',
      'Everybody can see https://a.test/x for it today.',
    ],
  ])('lets %s pass', (_what, text, quote) => {
    expect(faultOf(text, quote)).toBeUndefined();
  });

  it.each<[string, ClaimFault, string, string]>([
    ['a number', 'number-not-in-quote', 'It costs 86 pounds.', 'An additional stop costs 85 pounds in all.'],
    ['a number word', 'number-not-in-quote', 'It takes twelve days.', 'The work takes eleven days in all.'],
    ['a magnitude', 'number-not-in-quote', 'It cost 25 billion.', 'The project cost 25 million in all.'],
    ['a unit', 'number-not-in-quote', 'It weighs 5 kg.', 'The parcel weighs 5 g without the box.'],
    ['a unit in Portuguese', 'number-not-in-quote', 'São 5 toneladas.', 'A empresa pediu 5 quilogramas de arroz.'],
    [
      'a negation in French',
      'negation-differs',
      "La livraison n'est pas assurée.",
      'La livraison de mardi est assurée.',
    ],
    ['a negation in Dutch', 'negation-differs', 'De levering is verzekerd.', 'De levering is vandaag niet verzekerd.'],
    ['a currency', 'number-not-in-quote', 'It costs 5 euros.', 'The parcel costs £5 without the box.'],
    ['a sign', 'number-not-in-quote', 'It was -5 degrees.', 'It was 5 degrees in the hall.'],
    ['a day', 'number-not-in-quote', 'It ends on 15 March 2025.', 'The term ends on 14 March 2025 at noon.'],
    ['a month', 'number-not-in-quote', 'It ends in April.', 'The term ends on 14 March 2025 at noon.'],
    ['a name', 'name-not-in-quote', 'It was signed by Brandt.', 'The lease was signed by Wilhelmina Jansen.'],
    ['a name at the start', 'name-not-in-quote', 'Hannelore Brandt signed.', 'Jansen signed the lease of the hall.'],
    ['a name alone at the start', 'name-not-in-quote', 'Brandt signed.', 'Jansen signed the lease of the hall.'],
    ['an abbreviation at the start', 'name-not-in-quote', 'IBM signed.', 'Jansen signed the lease of the hall.'],
    ['a placeholder', 'name-not-in-quote', 'It was [PERSON:k7f2].', 'The lease was signed by [PERSON:q5x2] in May.'],
    ['an assertion', 'negation-differs', 'Dogs are not allowed.', 'Dogs are allowed in the office all day.'],
    ['a denial', 'negation-differs', 'Dogs are allowed.', 'Dogs are not allowed in the office.'],
    ['a clause', 'negation-differs', 'Phones may not hold data.', 'Phones may hold data, tablets may not be used.'],
    [
      'an address',
      'link-not-in-quote',
      'See https://evil.test/?q=1 for it.',
      'Everybody can see the notice for it today.',
    ],
    ['an image', 'link-not-in-quote', '![x](y) The rent is due.', 'The rent is due on the first day.'],
    ['a reference', 'link-not-in-quote', 'The [rent][1] is due.', 'The rent is due on the first day.'],
    ['markup', 'link-not-in-quote', '<img src=x> The rent is due.', 'The rent is due on the first day.'],
  ])('drops a claim that adds or changes %s', (_what, fault, text, quote) => {
    expect(faultOf(text, quote)).toBe(fault);
  });

  describe('in tables', () => {
    const table = passage(
      'Region | 2024 | 2023\nNordic countries | 13.8 | 11.6\nBenelux | 9.1 | 9.0\nAll in millions.',
    );

    it('lets a claim name the column, which stands above the row', () => {
      expect(faultOf('Nordic countries had 13.8 in 2024.', 'Nordic countries | 13.8 | 11.6', table)).toBeUndefined();
    });

    it('takes a cell for a quote', () => {
      expect(faultOf('It was 13.8 in 2024.', '13.8', table)).toBeUndefined();
    });

    it('drops a claim with the figure of another row', () => {
      expect(faultOf('Nordic countries had 9.1 in 2024.', 'Nordic countries | 13.8 | 11.6', table)).toBe(
        'number-not-in-quote',
      );
    });

    it('finds the columns in the context where the chunk begins below them', () => {
      const below = passage('Nordic countries | 13.8', { context: redacted('Report\nRegion | 2024') });

      expect(faultOf('Nordic countries had 13.8 in 2024.', 'Nordic countries | 13.8', below)).toBeUndefined();
      expect(faultOf('Nordic countries had 13.8 in 2022.', 'Nordic countries | 13.8', below)).toBe(
        'number-not-in-quote',
      );
    });

    it('takes a cell that denies for what it is', () => {
      const flags = passage('Contract | Renews\nC-1025 | no');

      expect(faultOf('Contract: C-1025; Renews: no', 'C-1025 | no', flags)).toBeUndefined();
    });
  });
});
