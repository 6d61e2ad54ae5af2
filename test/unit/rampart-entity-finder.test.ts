import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rampartEntityFinder } from '#shared/adapters/portable/rampart-entity-finder.ts';
import { RAMPART_KINDS } from '#shared/adapters/portable/rampart-parts.ts';
import { windowsOver, wordsOf } from '#shared/adapters/portable/text-windows.ts';
import type { RawText } from '#shared/domain/text.ts';

const finder = rampartEntityFinder({
  modelPath: 'models/rampart-ner/model.onnx',
  tokenizerPath: 'models/rampart-ner/tokenizer.json',
});

/** What is found, as `KIND value`. People and places are invented. */
async function found(text: string): Promise<string[]> {
  const entities = await finder.find(text as RawText);
  return entities.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

describe('rampartEntityFinder', () => {
  it('knows its labels as the model orders them', () => {
    const { id2label } = JSON.parse(readFileSync('models/rampart-ner/config.json', 'utf8'));

    expect(Object.values(id2label)).toEqual(['O', ...RAMPART_KINDS.flatMap(([kind]) => [`B-${kind}`, `I-${kind}`])]);
  });

  it('makes one person of given name and surname, and one address of its parts', async () => {
    expect(await found('Dear Ana Ruiz, we write to you at 12 Main Street, Springfield, IL 62704 today.')).toEqual([
      'PERSON Ana Ruiz',
      'ADDRESS 12 Main Street, Springfield, IL 62704',
    ]);
  });

  it.each([
    ['Firmado por Carmen Ortega Vidal en Madrid.', 'PERSON Carmen Ortega Vidal'],
    ['Le contrat est signé par Hélène Marchand.', 'PERSON Hélène Marchand'],
    ['please ask thomas okafor about it', 'PERSON thomas okafor'],
    ['hello, this is mr. derek okafor', 'PERSON mr. derek okafor'],
    ['7 | Beatrice Holloway | Haulage | 1480000', 'PERSON Beatrice Holloway'],
  ])('finds the name in %j', async (text, entity) => {
    expect(await found(text)).toContain(entity);
  });

  it.each([
    ['I am in Leipzig for a business trip', 'ADDRESS Leipzig'],
    ['i moved here from iceland', 'ADDRESS iceland'],
    ['blink-182 are from the home city Montevideo: two', 'ADDRESS Montevideo'],
    ['I live at 14 Calle Mayor 3, Sevilla (España)', 'ADDRESS 14 Calle Mayor 3, Sevilla (España'],
    [
      'Contoso\n>31 Vesturgata 66\n>Suite 574\n>Reykjavík\n>Turkmenistan 51262',
      'ADDRESS 31 Vesturgata 66\n>Suite 574\n>Reykjavík\n>Turkmenistan 51262',
    ],
  ])('finds where somebody is, and the whole of an address, in %j', async (text, entity) => {
    expect(await found(text)).toContain(entity);
  });

  it.each([
    'Sales in Spain, Iceland and the United Kingdom rose.',
    'We are in Phase 2 of the project.',
    'The lease ends on 31 March 2025, see Section 12.',
    'Harbour Ltd. shall pay within 30 days of the invoice.',
    'Deliveries began in Leipzig in March and rose by 9.4 percent.',
  ])('takes nothing in %j for personal data', async (text) => {
    expect(await found(text)).toEqual([]);
  });

  it('keeps offsets over accents, soft hyphens and signs outside the basic plane', async () => {
    expect(await found('🙂🙂 Señora José\u00adphine Núñez signed 🙂')).toContain('PERSON Señora José\u00adphine Núñez');
  });

  it('finds a name wherever in a long text it stands, at the edges of its windows too', async () => {
    const filler = 'The pump was serviced and the filter was replaced again. ';
    for (const lead of [7, 8, 9, 15]) {
      const text = `${filler.repeat(lead)}Ana Ruiz signed the report. ${filler.repeat(9)}`;
      expect(await found(text)).toEqual(['PERSON Ana Ruiz']);
    }
  });

  it('covers every word by its windows, each of at most 480 characters', () => {
    const words = wordsOf(`${'word '.repeat(700)}${'x'.repeat(2000)} ${'last '.repeat(50)}`);
    const windows = windowsOver(words);

    const seen = new Set(windows.flatMap(({ first, last }) => words.slice(first, last + 1)));
    expect(seen.size).toBe(words.length);
    for (const { first, last } of windows) {
      const length = (words[last]?.end ?? 0) - (words[first]?.start ?? 0);
      expect(first === last || length <= 480).toBe(true);
    }
  });

  it('finds nothing in nothing', async () => {
    expect(await found(' \n')).toEqual([]);
  });
});
