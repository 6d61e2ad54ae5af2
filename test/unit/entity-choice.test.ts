import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity, EntityKind } from '#shared/domain/entity.ts';
import { chooseEntities } from '#shared/domain/entity-choice.ts';

const kinds = fc.constantFrom<EntityKind>('PERSON', 'ADDRESS', 'CARD', 'EMAIL');
const entities = fc.array(
  fc
    .record({
      kind: kinds,
      start: fc.nat(50),
      length: fc.integer({ min: 1, max: 20 }),
      confidence: fc.constantFrom(0.5, 0.9, 1),
    })
    .map(({ length, ...entity }) => ({ ...entity, end: Math.min(60, entity.start + length) })),
);
const texts = fc.string({ unit: fc.constantFrom('a', '1', ' ', '.'), minLength: 60, maxLength: 60 });

const at = (text: string, value: string, kind: EntityKind, confidence = 0.9): Entity => {
  const start = text.indexOf(value);
  return { kind, start, end: start + value.length, confidence };
};
const valuesOf = (text: string, found: readonly Entity[]) =>
  chooseEntities(text, found).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe('chooseEntities', () => {
  it('covers every letter and digit that anything covered, in order and without overlap', () => {
    fc.assert(
      fc.property(texts, entities, (text, found) => {
        const chosen = chooseEntities(text, found);

        let end = 0;
        for (const entity of chosen) {
          expect(entity.start).toBeGreaterThanOrEqual(end);
          end = entity.end;
        }
        const isCovered = (list: readonly Entity[], offset: number) =>
          list.some((entity) => entity.start <= offset && offset < entity.end);
        const letters = [...text].flatMap((sign, offset) => (/[a1]/.test(sign) ? [offset] : []));
        for (const offset of letters) expect(isCovered(chosen, offset)).toBe(isCovered(found, offset));
      }),
    );
  });

  it('keeps nothing of what covers no letter and no digit', () => {
    expect(valuesOf('one … two', [at('one … two', '…', 'PERSON')])).toEqual([]);
  });

  it('prefers what a checksum confirms to what a model believes, however long', () => {
    const text = 'Card 4111 1111 1111 1111 Ruiz';

    expect(
      valuesOf(text, [at(text, '1111 1111 1111 Ruiz', 'PERSON'), at(text, '4111 1111 1111 1111', 'CARD', 1)]),
    ).toEqual([
      ['CARD', '4111 1111 1111 1111'],
      ['PERSON', 'Ruiz'],
    ]);
  });

  it('prefers the longer of two guesses', () => {
    const text = 'ana.ruiz@example.org';

    expect(valuesOf(text, [at(text, 'ana', 'PERSON'), at(text, 'ana.ruiz@example.org', 'EMAIL')])).toEqual([
      ['EMAIL', 'ana.ruiz@example.org'],
    ]);
  });

  it('keeps a name apart from the address that it ran into', () => {
    const text = 'Ana Ruiz\n12 Main Street';

    expect(valuesOf(text, [at(text, text, 'ADDRESS', 0.99), at(text, 'Ana Ruiz', 'PERSON', 0.8)])).toEqual([
      ['PERSON', 'Ana Ruiz'],
      ['ADDRESS', '12 Main Street'],
    ]);
  });

  it('makes one of those of a kind that overlap', () => {
    const text = 'Ana Maria Ruiz';

    expect(valuesOf(text, [at(text, 'Ana Maria', 'PERSON'), at(text, 'Maria Ruiz', 'PERSON')])).toEqual([
      ['PERSON', 'Ana Maria Ruiz'],
    ]);
  });
});
