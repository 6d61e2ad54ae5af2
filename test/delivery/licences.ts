import type { LockedPackage } from './packages.ts';

/**
 * Licences under which we take packages, as SPDX names them and as three packages spell them. MPL-2.0 binds changes to
 * its own files alone; of ours only a development tool comes under it.
 */
const ALLOWED = new Set(
  [
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'CC0-1.0',
    'ISC',
    'MIT',
    'MIT-0',
    'MPL-2.0',
  ].concat('Zlib', 'BSD', 'Apache'),
);

/** What speaks against a package of the lockfile, a sentence each; nothing when all is well. */
export function licenceFaults(packages: readonly LockedPackage[]): string[] {
  return packages.flatMap(({ name, version = '', license }) => {
    if (license === undefined) return [`${name} ${version}: no licence`];
    return isAllowed(license) ? [] : [`${name} ${version}: ${license}`];
  });
}

/** Packages whose bytes the lockfile does not pin. */
export function integrityFaults(packages: readonly LockedPackage[]): string[] {
  return packages
    .filter(({ integrity, inBundle }) => inBundle !== true && !/^sha512-/.test(integrity ?? ''))
    .map(({ name, version = '' }) => `${name} ${version}: no SHA-512 in the lockfile`);
}

/** `A OR B` leaves us the choice, `A AND B` binds us to both. */
function isAllowed(expression: string): boolean {
  const choices = expression.replace(/[()]/g, '').split(/ or /i);
  return choices.some((choice) => choice.split(/ and /i).every((licence) => ALLOWED.has(licence.trim())));
}
