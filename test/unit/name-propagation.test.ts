import { describe, expect, it } from 'vitest';
import type { Entity } from '#shared/domain/entity.ts';
import { type NameSource, propagateNames } from '#shared/domain/name-propagation.ts';

const source = (text: string, names: readonly string[] = [], kind: Entity['kind'] = 'PERSON'): NameSource => ({
  text,
  entities: names.map((name) => ({
    kind,
    start: text.indexOf(name),
    end: text.indexOf(name) + name.length,
    confidence: 0.9,
  })),
});

/** What is found in the last of the texts. */
const foundIn = (...sources: readonly NameSource[]) => {
  const text = sources.at(-1)?.text ?? '';
  return (propagateNames(sources).at(-1) ?? []).map(({ start, end }) => text.slice(start, end));
};

describe('propagateNames', () => {
  const agreement = source('This binds Ana Ruiz and others.', ['Ana Ruiz']);

  it.each([
    ['whole', 'paid to Ana Ruiz on Friday', ['Ana Ruiz']],
    ['in capitals', 'ANA RUIZ | 4,500', ['ANA RUIZ']],
    ['in lower case', 'reviewed by ana ruiz', ['ana ruiz']],
    ['over a line break', 'by Ana\nRuiz', ['Ana\nRuiz']],
    ['with the last name first', 'Ruiz, Ana | 4,500', ['Ruiz, Ana']],
    ['by a distinctive word', 'Mrs Ruiz agreed. RUIZ paid.', ['Ruiz', 'RUIZ']],
    ['with accents', 'Ána Ruíz came', ['Ána Ruíz']],
  ])('finds a known name %s', (_how, text, found) => {
    expect(foundIn(agreement, source(text))).toEqual(found);
  });

  it('takes no title of a known name for a name by itself', () => {
    expect(foundIn(source('This binds Mrs Ana Ruiz.', ['Mrs Ana Ruiz']), source('Ask Mrs Shaw.'))).toEqual([]);
  });

  it('finds nothing when nobody found a name to begin with', () => {
    expect(foundIn(source('This binds Ana Ruiz.'), source('Ana Ruiz'))).toEqual([]);
  });

  it('finds a name without capitals where there are none, as in the name of a file', () => {
    expect(foundIn(agreement, { ...source('contract ruiz 2024'), isCaseless: true })).toEqual(['ruiz']);
  });

  it.each([
    ['is a word as well', 'Will Field', 'Will you pay?'],
    ['stands in lower case elsewhere', 'Maria Field', 'Field work: every field is mown.'],
    ['is very short', 'Jo Li', 'Li is a unit.'],
    ['was not capitalised itself', 'ana field', 'Field'],
  ])('leaves a word of a name alone that %s', (_why, name, text) => {
    expect(foundIn(source(`By ${name}.`, [name]), source(text))).toEqual([]);
  });

  it('finds a name of one word', () => {
    expect(foundIn(source('By Okafor.', ['Okafor']), source('Okafor paid'))).toEqual(['Okafor']);
  });

  it('does not take a mail address for a proof that a name is a word', () => {
    const text = 'Ana Ruiz wrote (ana@ruiz.test). Ruiz agreed.';

    expect(foundIn(source(text, ['Ana Ruiz']))).toEqual(['Ana Ruiz', 'Ruiz']);
  });

  it('does not spread what is only half believed', () => {
    const [entity] = agreement.entities;
    const doubtful = { ...agreement, entities: entity ? [{ ...entity, confidence: 0.5 }] : [] };

    expect(foundIn(doubtful, source('Ana Ruiz'))).toEqual([]);
  });

  it('does not join words that stand apart', () => {
    expect(foundIn(source('By ana ruiz.', ['ana ruiz']), source('ana | ruiz'))).toEqual([]);
  });

  it('finds street and number of an address by themselves', () => {
    const lease = source('At Hafenweg 4, 2100 Kolding.', ['Hafenweg 4, 2100 Kolding'], 'ADDRESS');

    expect(foundIn(lease, source('Lease of hafenweg  4 and Hafenweg 40'))).toEqual(['hafenweg  4']);
  });

  it.each(['No 4', 'Castle Garden'])('does not look for a part of an address that says too little: %s', (part) => {
    expect(foundIn(source(`At ${part}, Kolding.`, [`${part}, Kolding`], 'ADDRESS'), source(part))).toEqual([]);
  });
});
