import { describe, expect, it } from 'vitest';
import { eldLanguageDetector } from '#shared/adapters/portable/eld-language-detector.ts';
import type { RawText } from '#shared/domain/text.ts';

describe('LanguageDetector, portable: eld', () => {
  const detect = (text: string) => eldLanguageDetector().detect(text as RawText);

  it.each([
    ['en', 'The tenant shall pay the rent on the first working day of every month, without deduction.'],
    ['de', 'Der Mieter zahlt die Miete am ersten Werktag eines jeden Monats und ohne jeden Abzug.'],
    ['es', 'El arrendatario pagará la renta el primer día hábil de cada mes, sin deducción alguna.'],
    ['fr', 'Le locataire paie le loyer le premier jour ouvrable de chaque mois, sans aucune déduction.'],
    ['fi', 'Vuokralainen maksaa vuokran jokaisen kuukauden ensimmäisenä arkipäivänä ilman vähennyksiä.'],
    ['zh', '承租人应当在每个月的第一个工作日支付租金，不得作任何扣除。'],
    ['ru', 'Арендатор обязан платить аренду в первый рабочий день каждого месяца без каких-либо вычетов.'],
  ])('knows %s', async (language, text) => {
    expect(await detect(text)).toBe(language);
  });

  it.each([
    ['nothing', ''],
    ['a few words', 'Net income'],
    [
      'a table of numbers',
      'Revenue 64.2 58.7\nMargin 41.8 40.3\nProfit 9.6 8.1\nCash 7.4 5.2\nSpend 6.3 3.9\nShare 11.5 10.0\n2024 2023 2022',
    ],
    ['signs', '=== --- *** ### {} () [] ;; ::'],
  ])('does not pretend to know that of %s', async (_what, text) => {
    expect(await detect(text)).toBe('und');
  });

  it('reads no more than it needs of a long text', async () => {
    expect(await detect('The rent is due on the first day. '.repeat(100_000))).toBe('en');
  });
});
