import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionName } from '#shared/contracts/steps.ts';
import type { BundledCode } from './bundle-code.ts';
import { type BundleParts, bundleParts, type PackagePart } from './bundle-parts.ts';
import type { OwnFiles } from './policy-beside.ts';

/** The machine that a bundle runs on, in Node's words. Only native parts differ. */
export interface BundleTarget {
  readonly platform: NodeJS.Platform;
  readonly architecture: NodeJS.Architecture;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Makes `folder` what Lambda is to unpack: the code of the function, the parts that no bundler can take in, and the files
 * of its environment.
 *
 * @throws Error when a part is missing, or a model is not the one that was checked in.
 */
export function bundleFunction(
  name: FunctionName,
  code: BundledCode,
  folder: string,
  target: BundleTarget,
  files: OwnFiles = {},
): void {
  mkdirSync(folder, { recursive: true });
  for (const [file, contents] of [...(code.get(name) ?? []), ...Object.entries(files)])
    writeFileSync(path.join(folder, file), contents);
  const parts = bundleParts(name);
  for (const part of parts.packages) copyPackage(part, folder, target);
  copyModels(parts, folder);
  for (const [to, from] of Object.entries(parts.folders)) copy(path.join('node_modules', from), path.join(folder, to));
}

function copyPackage({ name, files }: PackagePart, folder: string, { platform, architecture }: BundleTarget): void {
  const from = path.join('node_modules', name);
  for (const pattern of files) {
    const glob = pattern.replace('{platform}', platform).replace('{architecture}', architecture);
    const found = globSync(glob, { cwd: path.join(ROOT, from) });
    if (found.length === 0) throw new Error(`${name} holds no ${glob}`);
    for (const file of found) copy(path.join(from, file), path.join(folder, from, file));
  }
}

function copyModels({ models }: BundleParts, folder: string): void {
  if (models.length === 0) return;
  const sums = new Map(
    readFileSync(path.join(ROOT, 'models/SHA256SUMS'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/).reverse() as [file: string, sum: string]), // Two columns, the sum first.
  );
  for (const file of models) {
    const from = path.join('models', file);
    const sum = createHash('sha256')
      .update(readFileSync(path.join(ROOT, from)))
      .digest('hex');
    if (sum !== sums.get(file)) throw new Error(`models/${file} is not the file that models/SHA256SUMS names`);
    copy(from, path.join(folder, from));
  }
}

/** `from` is below the repository's root. */
function copy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(path.join(ROOT, from), to, { recursive: true, dereference: true });
}
