import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundles, bundles } from '#infra/aws/bundling/bundle-code.ts';
import { bundleContents } from '#infra/aws/bundling/bundle-contents.ts';
import { bundleFunction } from '#infra/aws/bundling/bundle-function.ts';
import { bundleParts } from '#infra/aws/bundling/bundle-parts.ts';
import { type LoadedBundle, loadedBundle } from '#infra/aws/bundling/loaded-bundle.ts';
import { pageSizes } from '#shared/adapters/portable/extraction/page-sizes.ts';
import { pageSizesBeside } from '#shared/adapters/portable/page-sizes-beside.ts';
import { workerTextExtractor } from '#shared/adapters/portable/worker-text-extractor.ts';
import { type FunctionName, INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import type { DocumentType } from '#shared/domain/document-type.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { openApiDocument } from '#shared/runtime/openapi-document.ts';
import { bytesOf, ELF_MACHINES, filesIn, nativeFiles } from './bundle-files.ts';

/** Lambda's limit for everything unpacked: 250 MB as it counts them. Source: Lambda quotas. */
const MAX_UNPACKED = 250 * 1024 * 1024;

/** Bytes of minified code, workers included. A parser is larger than all the rest. */
const maxCode = (name: FunctionName) => MAX_CODE[name] ?? 1_500_000;
/** Parsers of every format in one, and in the other pdf.js for the sizes of pages. */
const MAX_CODE: Readonly<Partial<Record<FunctionName, number>>> = { extract: 6_000_000, recognise: 3_000_000 };

/** Of ours, what every function may be made of; the file beside the bundler stands in for a package. */
const OWN_SOURCES =
  /^shared\/(?:domain|ports|contracts|runtime|adapters\/(?:aws|portable))\/|^infra\/aws\/bundling\/no-long-numerals\.ts$/;
const DEVELOPMENT_PACKAGES = /^(?:aws-cdk|constructs|vitest|commander|esbuild)/;

/** Of what stands in the same file esbuild makes a function, and of all that it imports, which V8 reads twice. */
const LATE_IMPORT = /(?<!typeof )\bimport\(\s*'[.#]/;
/** Parsers of formats, of which a call needs one. */
const LATE: Readonly<Partial<Record<FunctionName, readonly string[]>>> = {
  identify: ['shared/adapters/portable/content-type-detector.ts'],
  extract: ['shared/adapters/portable/extraction/extract-document.ts'],
};

const FUNCTIONS: readonly FunctionName[] = [...INGEST_STEPS, ...SERVICE_FUNCTIONS];
const DOCUMENTS = 'test/fixtures/documents/tenants';

// Outside the repository, so that nothing in it can be found from a bundle.
const root = mkdtempSync(path.join(tmpdir(), 'affidavit-bundles-'));
const loaded = new Map<FunctionName, LoadedBundle>();
afterAll(() => rmSync(root, { recursive: true, force: true }));

let bundled: Bundles = { code: new Map(), inputs: new Map() };

beforeAll(async () => {
  bundled = bundles(FUNCTIONS);
  const host = { platform: process.platform, architecture: process.arch };
  for (const name of FUNCTIONS) bundleFunction(name, bundled.code, path.join(root, name), host);
  for (const name of FUNCTIONS) loaded.set(name, await loadedBundle(pathToFileURL(path.join(root, name, 'index.mjs'))));
});

describe.each(FUNCTIONS)('the bundle of %s', (name) => {
  const files = () => filesIn(path.join(root, name));

  it('loads in a fresh Node, without its packages at hand and without touching the network', () => {
    expect(loaded.get(name)).toMatchObject({ handler: 'function', network: [] });
  });

  it('is in ASCII, for one letter that is not doubles the time to read all of it', () => {
    const others = [...(bundled.code.get(name) ?? [])].filter(
      ([file, bytes]) => file.endsWith('.mjs') && bytes.some((byte) => byte > 0x7f),
    );

    expect(others.map(([file]) => file)).toEqual([]);
  });

  it('holds the small half of zod, whose whole takes as long to load as a client', () => {
    const text = [...(bundled.code.get(name) ?? [])].map(([file, bytes]) =>
      file.endsWith('.mjs') ? String(Buffer.from(bytes)) : '',
    );

    expect(text.join()).toContain('ZodMini');
    expect(text.join()).not.toMatch(/["']ZodType["']/);
  });

  it('is small: its code, and all that is unpacked', () => {
    const code = files().filter((file) => /^[\w-]+\.mjs$/.test(path.relative(path.join(root, name), file)));

    expect(bytesOf(code)).toBeLessThanOrEqual(maxCode(name));
    expect(bytesOf(files())).toBeLessThan(MAX_UNPACKED);
  });
});

describe.each(FUNCTIONS)('what the bundle of %s is made of', (name) => {
  it("is its own code and what all share, no other function's, and nothing of the app, of one machine or of tests", () => {
    const { sources, packages } = bundleContents(name, bundled);

    expect(sources).toContain(`functions/${name}/index.ts`);
    expect(sources.filter((file) => !OWN_SOURCES.test(file) && !file.startsWith(`functions/${name}/`))).toEqual([]);
    expect(packages).toContainEqual(expect.stringMatching(/^zod@4\./));
    expect(packages.filter((one) => DEVELOPMENT_PACKAGES.test(one))).toEqual([]);
  });

  it('holds nothing that is imported late from the same file, or all that it imports is read twice at every start', () => {
    const { sources } = bundleContents(name, bundled);

    const late = sources.filter((file) => LATE_IMPORT.test(readFileSync(file, 'utf8')));

    expect(late).toEqual(LATE[name] ?? []);
  });

  it('brings the models that it runs, and no other', () => {
    const folder = path.join(root, name, 'models');
    const models = existsSync(folder) ? filesIn(folder).map((file) => path.relative(path.join(root, name), file)) : [];

    expect(models.sort()).toEqual(bundleContents(name, bundled).models);
  });
});

describe('the bundle of extract', () => {
  it.each<[file: string, type: DocumentType]>([
    ['acme/finance/annual-report.pdf', 'application/pdf'],
    [
      'globex/contracts/master-services-agreement.docx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['acme/handbook/it-security-policy.html', 'text/html'],
  ])('brings a worker that reads %s as the sources do', async (file, type) => {
    const bundled = new URL('extract-worker.mjs', pathToFileURL(`${root}/extract/`));
    const source = new URL('../../shared/adapters/portable/extraction/extract-worker.ts', import.meta.url);

    expect(await extracted(bundled, file, type)).toEqual(await extracted(source, file, type));
  });

  it('brings the tables by which languages are told, beside its code', async () => {
    const probe = path.join(root, 'extract', 'probe.mjs');
    writeFileSync(probe, "export { eld } from 'eld/medium';"); // As the code does, from where it stands.

    const { eld } = await import(pathToFileURL(probe).href);

    expect(eld.detect('El arrendatario pagará la renta el primer día de cada mes.').language).toBe('es');
  });
});

describe('the bundle of recognise', () => {
  const sizes = () => pageSizesBeside(new URL('page-sizes.mjs', pathToFileURL(`${root}/recognise/`)));

  it('brings a module that tells sizes of pages as the sources do', async () => {
    const pdf = readFileSync(path.join(DOCUMENTS, 'acme/finance/annual-report.pdf'));

    const told = await sizes()(pdf, 'application/pdf');

    expect(told).toEqual(await pageSizes(pdf, 'application/pdf'));
    expect(told.length).toBeGreaterThan(0);
  });

  it('fails by our names when that module does, which has a copy of our failures', async () => {
    const told = sizes()(Buffer.from('%PDF-1.7 and no more'), 'application/pdf');

    await expect(told).rejects.toBeInstanceOf(PipelineFailure);
    await expect(told).rejects.toMatchObject({ name: 'DocumentUnreadable' });
  });
});

describe('the bundle of query', () => {
  it('brings a module that describes the API as the sources do, and has none of it in its own code', async () => {
    const beside = await import(pathToFileURL(path.join(root, 'query/openapi-document.mjs')).href);
    const code = readFileSync(path.join(root, 'query/index.mjs'), 'utf8');

    expect(beside.openApiDocument()).toEqual(openApiDocument());
    expect(code).toContain('openapi-document.mjs');
    expect(code).not.toContain('securitySchemes');
    expect(code).not.toContain('https://json-schema.org');
  });
});

/** What code loads when it needs it, by names that no bundler sees. */
const TABLES = [
  'iconv-lite',
  '@huggingface/tokenizers',
  'libphonenumber-js/metadata.min.json',
  '@orama/stemmers/german',
  '@orama/stemmers/dutch',
];

describe('tables that are loaded when they are needed', () => {
  it.each(FUNCTIONS)('stand beside the code of %s, where it asks for them', (name) => {
    const from = createRequire(path.join(root, name, 'index.mjs'));
    const text = [...(bundled.code.get(name) ?? [])]
      .filter(([file]) => file.endsWith('.mjs'))
      .map(([, bytes]) => String(Buffer.from(bytes)));
    const asked = TABLES.filter((table) => text.some((one) => one.includes(table.replace(/\/(?:german|dutch)$/, '/'))));

    expect(asked.map((table) => path.relative(root, from.resolve(table)).split(path.sep)[0])).toEqual(
      asked.map(() => name),
    );
  });

  it.each<[name: FunctionName, table: string]>([
    ['identify', 'iconv-lite'],
    ['extract', 'iconv-lite'],
    ['redact', 'libphonenumber-js/metadata.min.json'],
    ['query', 'libphonenumber-js/metadata.min.json'],
    ['index-chunks', '@orama/stemmers/german'],
  ])('are whole: %s has %s', (name, table) => {
    const loaded = createRequire(path.join(root, name, 'index.mjs'))(table);

    expect(loaded.encodingExists?.('koi8-r') ?? loaded.countries?.US ?? loaded.stemmer('Mietverträge')).toBeTruthy();
  });
});

describe('native parts', () => {
  const isNative = (file: string) => file.includes('{architecture}');
  const NATIVE = FUNCTIONS.filter((name) => bundleParts(name).packages.some(({ files }) => files.some(isNative)));
  const targets = (['arm64', 'x64'] as const).flatMap((architecture) =>
    NATIVE.map((name) => [architecture, name] as const),
  );

  it.each(targets)('are for %s alone in every file, and fit with all else: %s', (architecture, name) => {
    const folder = path.join(root, `${name}-${architecture}`);
    bundleFunction(name, bundled.code, folder, { platform: 'linux', architecture });
    const machines = nativeFiles(folder).map(({ machine }) => machine);

    expect(machines.length).toBeGreaterThanOrEqual(2); // The binding and the library that it loads.
    expect(new Set(machines)).toEqual(new Set([ELF_MACHINES[architecture]]));
    expect(existsSync(path.join(folder, 'models/rampart-ner/model.onnx'))).toBe(true);
    expect(bytesOf(filesIn(folder))).toBeLessThan(MAX_UNPACKED);
  });

  it('of another machine are found, by whatever name', () => {
    const folder = path.join(root, 'mixed');
    bundleFunction('redact', new Map(), folder, { platform: 'linux', architecture: 'arm64' });
    const [library] = globSync('**/linux/x64/libonnxruntime.so*', { cwd: 'node_modules/onnxruntime-node' });
    cpSync(path.join('node_modules/onnxruntime-node', library ?? ''), path.join(folder, 'another.node'));

    expect(new Set(nativeFiles(folder).map(({ machine }) => machine))).toEqual(new Set(Object.values(ELF_MACHINES)));
  });

  it('that are not there for a target end the bundling', () => {
    const target = { platform: 'sunos', architecture: 'x64' } as const;

    expect(() => bundleFunction('redact', new Map(), path.join(root, 'redact-on-sunos'), target)).toThrow('sunos/x64');
  });
});

async function extracted(workerUrl: URL, file: string, type: DocumentType) {
  const extractor = workerTextExtractor({ workerUrl, deadlineSeconds: 30, maxOutputCharacters: 1_000_000 });
  try {
    return await extractor.extract(readFileSync(path.join(DOCUMENTS, file)), type);
  } finally {
    await extractor.close();
  }
}
