import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { FunctionName } from '#shared/contracts/steps.ts';
import { BUNDLE_OPTIONS, ROOT } from './bundle-code.ts';
import { packagesBeside } from './bundle-parts.ts';
import { bundledFiles } from './bundled-files.ts';

export interface SdkBaseline {
  /** Packages of clients that the code of the function imports, in alphabetical order. */
  readonly packages: readonly string[];
  /** Files of a module, bundled as functions are, that imports the same names of them and makes the clients. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Which of the files is loaded. */
  readonly entry: string;
}

const CLIENT_PACKAGE = /^@(aws-sdk|opensearch-project)\//;

/** An import of values as our sources write them. */
const IMPORT = /import \{([^}]*)\} from '([^']+)'/g;

/**
 * The clients that a function uses, and nothing else of it: what its load time is compared with. Packages that stay
 * beside the bundle are loaded in both, so that they weigh on neither side.
 */
export function sdkBaseline(name: FunctionName): SdkBaseline {
  const external = packagesBeside(name);
  const imports = importsOf(sourcesOf(name, external), (from) => external.includes(from) || CLIENT_PACKAGE.test(from));
  const contents = [...imports].map(([from, names]) => entryLines(from, [...names])).join('\n');
  const { outputFiles } = buildSync({ ...BUNDLE_OPTIONS, external, stdin: { contents, resolveDir: ROOT } });
  const packages = [...imports.keys()].filter((from) => CLIENT_PACKAGE.test(from)).sort();
  const files = new Map([...bundledFiles(outputFiles)].map(([file, bytes]) => [path.basename(file), bytes]));
  return { packages, files, entry: 'stdin.mjs' }; // As esbuild names what it is handed.
}

/** Names of values by the packages they come from. */
function importsOf(files: readonly string[], isWanted: (from: string) => boolean): Map<string, Set<string>> {
  const imports = new Map<string, Set<string>>();
  const found = files.flatMap((file) => [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(IMPORT)]);
  for (const [, names = '', from = ''] of found) {
    const values = valuesOf(names);
    if (isWanted(from) && values.length > 0) imports.set(from, new Set([...(imports.get(from) ?? []), ...values]));
  }
  return imports;
}

/** Our own modules whose code is in the function's bundle. */
function sourcesOf(name: FunctionName, external: string[]): string[] {
  const entryPoints = [`functions/${name}/index.ts`];
  const { metafile } = buildSync({ ...BUNDLE_OPTIONS, entryPoints, external, metafile: true });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 && !file.startsWith('node_modules/') ? [file] : [],
  );
}

function valuesOf(names: string): string[] {
  return names
    .split(',')
    .map((name) => name.trim().split(' as ')[0] ?? '')
    .filter((name) => name !== '' && !name.startsWith('type '));
}

/** Keeps every name alive, and makes what has a client's name. */
function entryLines(from: string, names: readonly string[]): string {
  const made = names.filter((name) => /^[A-Z]\w*Client$/.test(name) && from.startsWith('@aws-sdk/client-'));
  const local = (name: string) => `${name}_${from.replaceAll(/\W/g, '_')}`;
  return [
    `import { ${names.map((name) => `${name} as ${local(name)}`).join(', ')} } from '${from}';`,
    `globalThis.kept = [globalThis.kept, ${names.map(local).join(', ')}, ${made.map((name) => `new ${local(name)}()`).join(', ')}];`,
  ].join('\n');
}
