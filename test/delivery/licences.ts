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

/** Packages whose bytes the lockfile does not pin, and those that come from elsewhere than npm's registry. */
export function integrityFaults(packages: readonly LockedPackage[]): string[] {
  return packages
    .filter(({ inBundle }) => inBundle !== true) // The package around it is pinned.
    .flatMap(({ name, version = '', integrity = '', resolved = REGISTRY }) => [
      ...(integrity.startsWith('sha512-') ? [] : [`${name} ${version}: no SHA-512 in the lockfile`]),
      ...(resolved.startsWith(REGISTRY) ? [] : [`${name} ${version}: not from npm's registry`]),
    ]);
}

/** Where packages come from, also those of which the lockfile does not say. */
const REGISTRY = 'https://registry.npmjs.org/';

/** `A OR B` leaves us the choice, `A AND B` binds us to both. */
function isAllowed(expression: string): boolean {
  const choices = expression.replace(/[()]/g, '').split(/ or /i);
  return choices.some((choice) => choice.split(/ and /i).every((licence) => ALLOWED.has(licence.trim())));
}
