import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { FunctionName } from '#shared/contracts/steps.ts';
import { type Bundles, ROOT } from './bundle-code.ts';
import { bundleParts } from './bundle-parts.ts';

/** What a function's bundle is made of. Paths are from the root of the repository. */
export interface BundleContents {
  readonly name: FunctionName;
  /** Our own sources. */
  readonly sources: readonly string[];
  /** `name@version` of every package of which there is something in it. */
  readonly packages: readonly string[];
  readonly models: readonly string[];
}

const ManifestSchema = z.object({ version: z.string() });

/** Workers included, and what stands beside the code. */
export function bundleContents(name: FunctionName, { inputs }: Bundles): BundleContents {
  const { packages, folders, models } = bundleParts(name);
  const files = [...(inputs.get(name) ?? [])];
  const beside = [...packages.map((part) => part.name), ...Object.values(folders)];
  const places = [...files, ...beside.map((part) => `node_modules/${part}/`)].flatMap(packageFolder);
  return {
    name,
    sources: files.filter((file) => !file.startsWith('node_modules/')).sort(),
    packages: [...new Set(places.map(identityOf))].sort(),
    models: models.map((model) => `models/${model}`).sort(),
  };
}

/** Of the innermost package that a file is of: packages may stand within others. */
function packageFolder(file: string): string[] {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  return folder === undefined ? [] : [folder];
}

function identityOf(folder: string): string {
  const { version } = ManifestSchema.parse(JSON.parse(readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8')));
  return `${folder.replace(/^.*node_modules\//, '')}@${version}`;
}
