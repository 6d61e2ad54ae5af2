import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import type { FunctionName } from '#shared/contracts/steps.ts';

/** The machine that a bundle runs on, in Node's words. Only native parts differ. */
export interface BundleTarget {
  readonly platform: NodeJS.Platform;
  readonly architecture: 'arm64' | 'x64';
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Bundles `functions/<name>/index.ts` into `folder`, ready to be zipped. Throws what esbuild throws. */
export function bundleFunction(name: FunctionName, folder: string, _target: BundleTarget): void {
  buildSync({
    ...OPTIONS,
    entryPoints: [path.join(ROOT, 'functions', name, 'index.ts')],
    outfile: path.join(folder, 'index.mjs'),
  });
}

const OPTIONS: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
  // Packages in CommonJS inside an ESM bundle ask for Node's own modules by `require`.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
};
