import { parseArgs } from 'node:util';
import { type FunctionName, INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import { bundles } from './bundling/bundle-code.ts';
import { type BundleContents, bundleContents } from './bundling/bundle-contents.ts';

// `npm run bundle:contents`: what the bundle of each function is made of: our own files, packages by version, models.
const FUNCTIONS: readonly FunctionName[] = [...INGEST_STEPS, ...SERVICE_FUNCTIONS];

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const bundled = bundles(FUNCTIONS);
const contents = FUNCTIONS.map((name) => bundleContents(name, bundled));
process.stdout.write(`${values.json ? JSON.stringify(contents) : contents.map(asText).join('\n\n')}\n`);

function asText({ name, sources, packages, models }: BundleContents): string {
  const kinds = { sources, packages, models };
  const lines = Object.entries(kinds).flatMap(([kind, files]) => [
    `  ${kind}: ${files.length}`,
    ...files.map((file) => `    ${file}`),
  ]);
  return [name, ...lines].join('\n');
}
