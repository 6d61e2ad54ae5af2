import { readFileSync } from 'node:fs';
import * as z from 'zod';

const PackageSchema = z.looseObject({
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  /** Comes inside of another package, whose integrity covers it. */
  inBundle: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
});

export type LockedPackage = z.output<typeof PackageSchema> & { readonly name: string };

/** Every package of the lockfile but our own, named by its place in node_modules. */
export function lockedPackages(file = 'package-lock.json'): LockedPackage[] {
  const { packages } = z
    .object({ packages: z.record(z.string(), PackageSchema) })
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(packages)
    .filter(([name]) => name !== '')
    .map(([name, one]) => ({ ...one, name: name.replace(/^.*node_modules\//, '') }));
}
