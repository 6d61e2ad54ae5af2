import type { Entity } from '../../domain/entity.ts';
import { chooseEntities } from '../../domain/entity-choice.ts';
import { foldText } from '../../domain/folded-text.ts';
import type { EntityFinder } from '../../ports/entity-finder.ts';
import { loadedOnce } from './loaded-once.ts';
import { readingsOf, type TextReading } from './patterns/text-readings.ts';

type Detectors = typeof import('./patterns/pattern-detectors.ts');

/**
 * Finds what has a form: cards, accounts, e-mail and IP addresses, phone numbers, identity papers, and names that a
 * title or a label announces. It needs no model and looks at text of any language, but it is no name detector of one.
 *
 * `detectors` loads `pattern-detectors.ts`, or the module that it is bundled to; it is called at the first text.
 */
export function patternFinder(detectors: () => Promise<Detectors>): EntityFinder {
  const load = loadedOnce(detectors);
  return {
    languages: [],
    find: async (text, signal) => {
      signal?.throwIfAborted();
      const folded = foldText(text);
      const { PATTERN_DETECTORS, STRICT_DETECTORS } = await load();
      const found = readingsOf(folded).flatMap((reading) =>
        (reading.isCorrected ? STRICT_DETECTORS : PATTERN_DETECTORS)
          .flatMap((detect) => detect(reading.text))
          .map((entity) => placed(entity, reading)),
      );
      return chooseEntities(folded, found).map((entity) => wholeSigns(text, entity));
    },
  };
}

function placed(entity: Entity, { placeOf }: TextReading): Entity {
  return { ...entity, start: placeOf(entity.start), end: placeOf(entity.end - 1) + 1 };
}

/** Digits outside the basic plane are two code units of UTF-16, of which the second folds to nothing. */
function wholeSigns(text: string, entity: Entity): Entity {
  return /[\udc00-\udfff]/.test(text.charAt(entity.end)) ? { ...entity, end: entity.end + 1 } : entity;
}
