import { describe, expect, it } from 'vitest';
import { toldLanguage } from '#shared/domain/told-language.ts';

describe('toldLanguage', () => {
  it.each([
    ['en', 'When does the lease of the hall end?'],
    ['de', 'Wann endet der Mietvertrag für die Halle?'],
    ['es', '¿Cuándo termina el contrato de la nave?'],
    ['fr', 'Quand se termine le bail de l’entrepôt ?'],
    ['it', 'Quando finisce il contratto di affitto del capannone?'],
    ['pt', 'Quando termina o contrato de locação do armazém e não outro?'],
    ['nl', 'Wanneer eindigt de huurovereenkomst van het magazijn?'],
    ['zh', '租约什么时候结束？'],
    ['ja', '賃貸契約はいつ終わりますか'],
    ['ko', '임대 계약은 언제 끝납니까?'],
    ['ru', 'Когда заканчивается договор аренды?'],
  ])('knows %s by its script or its function words', (language, question) => {
    expect(toldLanguage(question)).toEqual({ language, likely: [language] });
  });

  it('names every language with stems where no word tells', () => {
    expect(toldLanguage('INV-2024/17 Siemens')).toEqual({
      language: 'und',
      likely: ['en', 'de', 'es', 'fr', 'it', 'nl', 'pt'],
    });
  });

  it('names the few that share a word, and is certain of none', () => {
    const { language, likely } = toldLanguage('casa de campo');

    expect(language).toBe('und');
    expect(likely).toContain('es');
    expect(likely).toContain('pt');
    expect(likely).not.toContain('de');
  });

  it('is not misled by a name in another script', () => {
    expect(toldLanguage('What did the company 苹果 sell in the year of the merger?').language).toBe('en');
  });

  it('does not take symbols of one letter for articles', () => {
    expect(toldLanguage('L d n s t c').likely).toHaveLength(7);
  });

  it('puts English before others that are as likely', () => {
    expect(toldLanguage('in').likely[0]).toBe('en');
  });
});
