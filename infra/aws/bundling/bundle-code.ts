import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import type { FunctionName } from '#shared/contracts/steps.ts';
import { bundleParts, packagesBeside } from './bundle-parts.ts';
import { bundledFiles } from './bundled-files.ts';

/** Files of code by function, then by name: `index.mjs`, a worker, and what each has beside it. */
export type BundledCode = ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Bundled code, and the files that it was made of by function: paths from the root of the repository. */
export interface Bundles {
  readonly code: BundledCode;
  readonly inputs: ReadonlyMap<string, ReadonlySet<string>>;
}

export function bundleCode(names: readonly FunctionName[]): BundledCode {
  return bundles(names).code;
}

/**
 * Bundles the code of these functions, with the SDK inside. All in one run, which parses what they share once.
 *
 * @throws Error with the place, when the code of one does not build.
 */
export function bundles(names: readonly FunctionName[]): Bundles {
  const { outputFiles = [], metafile } = buildSync({
    ...BUNDLE_OPTIONS,
    metafile: true,
    entryPoints: names.flatMap(entriesOf),
    external: names.flatMap(packagesBeside),
  });
  const code = new Map<string, Map<string, Uint8Array>>(names.map((name) => [name, new Map()]));
  for (const [file, contents] of bundledFiles(outputFiles)) {
    code.get(nameOf(file))?.set(path.basename(file), contents);
  }
  const inputs = new Map<string, Set<string>>(names.map((name) => [name, new Set()]));
  for (const [file, output] of Object.entries(metafile.outputs)) {
    for (const input of Object.keys(output.inputs)) inputs.get(nameOf(file))?.add(input);
  }
  return { code, inputs };
}

/** The function that a file is of: each has a folder. */
function nameOf(file: string): string {
  return path.basename(path.dirname(file));
}

function entriesOf(name: FunctionName): { in: string; out: string }[] {
  const modules = Object.entries(bundleParts(name).modules);
  return [
    { in: `functions/${name}/index.ts`, out: `${name}/index` },
    ...modules.map(([output, entry]) => ({ in: entry, out: `${name}/${path.parse(output).name}` })),
  ];
}

/** How the code of every function is bundled. */
export const BUNDLE_OPTIONS = {
  absWorkingDir: ROOT,
  write: false,
  outdir: 'bundles', // Nothing is written; the names of the outputs are told from it.
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  alias: {
    json11: path.join(ROOT, 'infra/aws/bundling/no-long-numerals.ts'),
    // What zod-openapi takes of the whole of zod is in its small half too, on which our schemas are.
    'zod/v4/core': 'zod/v4/core',
    'zod/v4/locales': 'zod/v4/locales',
    'zod/v4': 'zod/mini',
  },
  minify: true,
  charset: 'ascii',
  sourcemap: 'linked', // Stack traces name our own lines by it.
  sourcesContent: false,
  legalComments: 'linked',
  logLevel: 'error',
  // Packages in CommonJS ask for Node's own modules by `require`, which an ES module does not have.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
} as const satisfies BuildOptions;
