import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleCode } from '#infra/aws/bundling/bundle-code.ts';
import { bundleFunction } from '#infra/aws/bundling/bundle-function.ts';
import { workerTextExtractor } from '#shared/adapters/portable/worker-text-extractor.ts';
import { type FunctionName, INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import type { DocumentType } from '#shared/domain/document-type.ts';
import { type LoadedBundle, loadedBundle } from './loaded-bundle.ts';

/** As Lambda counts: its limit of 250 MB is 262,144,000 bytes. */
const MEGABYTE = 1024 * 1024;

/** Lambda's limit for everything unpacked. Source: Lambda quotas. */
const MAX_UNPACKED = 250 * MEGABYTE;

const FUNCTIONS: readonly FunctionName[] = [...INGEST_STEPS, ...SERVICE_FUNCTIONS];
const DOCUMENTS = 'test/fixtures/documents/tenants';

// Outside the repository, so that nothing in it can be found from a bundle.
const root = mkdtempSync(path.join(tmpdir(), 'affidavit-bundles-'));
const loaded = new Map<FunctionName, LoadedBundle>();
afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeAll(async () => {
  const code = bundleCode(FUNCTIONS);
  const host = { platform: process.platform, architecture: process.arch };
  for (const name of FUNCTIONS) bundleFunction(name, code, path.join(root, name), host);
  for (const name of FUNCTIONS) loaded.set(name, await loadedBundle(pathToFileURL(path.join(root, name, 'index.mjs'))));
}, 120_000);

describe.each(FUNCTIONS)('the bundle of %s', (name) => {
  const files = () =>
    readdirSync(path.join(root, name), { recursive: true, encoding: 'utf8' }).filter((file) =>
      statSync(path.join(root, name, file)).isFile(),
    );
  const bytes = (chosen: readonly string[]) =>
    chosen.reduce((sum, file) => sum + statSync(path.join(root, name, file)).size, 0);

  it('loads in a fresh Node, without its packages at hand and without touching the network', () => {
    expect(loaded.get(name)).toEqual({ handler: 'function', network: [] });
  });

  it('is small: its code, and all that is unpacked', () => {
    const code = files().filter((file) => /^[\w-]+\.mjs$/.test(file));

    expect(bytes(code)).toBeLessThanOrEqual((name === 'extract' ? 6 : 1.5) * MEGABYTE);
    expect(bytes(files())).toBeLessThan(MAX_UNPACKED);
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
});

describe('native parts', () => {
  it('are of the target alone, whatever machine bundles them', () => {
    const folder = path.join(root, 'redact-on-arm');
    bundleFunction('redact', new Map(), folder, { platform: 'linux', architecture: 'arm64' });

    expect(globSync('**/*.node', { cwd: folder })).toEqual([
      'node_modules/onnxruntime-node/bin/napi-v6/linux/arm64/onnxruntime_binding.node',
    ]);
    expect(existsSync(path.join(folder, 'models/rampart-ner/model.onnx'))).toBe(true);
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
