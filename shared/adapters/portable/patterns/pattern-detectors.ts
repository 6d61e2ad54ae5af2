import type { Entity } from '../../../domain/entity.ts';
import { findAddresses } from './address-pattern.ts';
import { findCards } from './card-pattern.ts';
import { findCuedNames } from './cued-names.ts';
import { findCuedPlaces } from './cued-places.ts';
import { findEmails } from './email-pattern.ts';
import { findIbans } from './iban-pattern.ts';
import { findIdentifiers } from './identifier-pattern.ts';
import { findIps } from './ip-pattern.ts';
import { findPhones } from './phone-pattern.ts';
import { findSsns } from './ssn-pattern.ts';

/** Each finds one kind of thing in folded text, by offsets in it. */
export const PATTERN_DETECTORS: readonly ((text: string) => Entity[])[] = [
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
export const STRICT_DETECTORS: typeof PATTERN_DETECTORS = [findSsns, findPhones, findIdentifiers];
