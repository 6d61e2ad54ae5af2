import type { Entity } from '../../domain/entity.ts';
import { chooseEntities } from '../../domain/entity-choice.ts';
import { foldText } from '../../domain/folded-text.ts';
import type { EntityFinder } from '../../ports/entity-finder.ts';
import { findAddresses } from './patterns/address-pattern.ts';
import { findCards } from './patterns/card-pattern.ts';
import { findCuedNames } from './patterns/cued-names.ts';
import { findCuedPlaces } from './patterns/cued-places.ts';
import { findEmails } from './patterns/email-pattern.ts';
import { findIbans } from './patterns/iban-pattern.ts';
import { findIdentifiers } from './patterns/identifier-pattern.ts';
import { findIps } from './patterns/ip-pattern.ts';
import { findPhones } from './patterns/phone-pattern.ts';
import { findSsns } from './patterns/ssn-pattern.ts';
import { readingsOf, type TextReading } from './patterns/text-readings.ts';

const DETECTORS: readonly ((text: string) => Entity[])[] = [
  findCards,
  findIbans,
  findEmails,
  findIps,
  findSsns,
  findPhones,
  findIdentifiers,
  findAddresses,
  findCuedNames,
  findCuedPlaces,
];

/** Those of strict forms that mind no misread digits themselves, as cards and accounts do. */
const STRICT_DETECTORS: typeof DETECTORS = [findSsns, findPhones, findIdentifiers];

/**
 * Finds what has a form: cards, accounts, e-mail and IP addresses, phone numbers, identity papers, and names that a
 * title or a label announces. It needs no model and looks at text of any language, but it is no name detector of one.
 */
export function patternEntityFinder(): EntityFinder {
  return {
    languages: [],
    find: async (text, signal) => {
      signal?.throwIfAborted();
      const folded = foldText(text);
      return chooseEntities(folded, readingsOf(folded).flatMap(entitiesIn)).map((entity) => wholeSigns(text, entity));
    },
  };
}

function entitiesIn({ text, isCorrected, placeOf }: TextReading): Entity[] {
  const detectors = isCorrected ? STRICT_DETECTORS : DETECTORS;
  return detectors
    .flatMap((detect) => detect(text))
    .map((entity) => ({ ...entity, start: placeOf(entity.start), end: placeOf(entity.end - 1) + 1 }));
}

/** Digits outside the basic plane are two code units of UTF-16, of which the second folds to nothing. */
function wholeSigns(text: string, entity: Entity): Entity {
  return /[\udc00-\udfff]/.test(text.charAt(entity.end)) ? { ...entity, end: entity.end + 1 } : entity;
}
