import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { loadedBundle } from '#infra/aws/bundling/loaded-bundle.ts';
import { sdkBaseline } from '#infra/aws/bundling/sdk-baseline.ts';

const root = mkdtempSync(path.join(tmpdir(), 'affidavit-bench-bundles-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function moduleOf(name: string, lines: string): URL {
  const file = path.join(root, `${name}.mjs`);
  writeFileSync(file, lines);
  return pathToFileURL(file);
}

describe('what a load is compared with', () => {
  it('is the clients that the function imports, and loads by itself', async () => {
    const { packages, files, entry } = sdkBaseline('route');
    for (const [file, contents] of files) writeFileSync(path.join(root, file), contents);

    expect(packages).toEqual(['@aws-sdk/client-sqs']);
    await expect(loadedBundle(pathToFileURL(path.join(root, entry)))).resolves.toMatchObject({ network: [] });
  });

  it('is nothing for a function without clients', () => {
    expect(sdkBaseline('authorizer').packages).toEqual([]);
  });
});

describe('a network call at init', () => {
  it.each([
    ['connect', "import { connect } from 'node:net'; try { connect(80, '127.0.0.1'); } catch {}"],
    ['connect', "await fetch('http://127.0.0.1/').catch(() => undefined);"],
    ['lookup', "import { lookup } from 'node:dns'; try { lookup('index.invalid', () => undefined); } catch {}"],
    ['resolve4', "import { promises } from 'node:dns'; try { await promises.resolve4('index.invalid'); } catch {}"],
  ])('is seen: %s by %s', async (use, lines) => {
    const loaded = await loadedBundle(moduleOf('calling', `${lines} export const handler = () => undefined;`));

    expect(loaded.network).toEqual([use]);
  });
});
