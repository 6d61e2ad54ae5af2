import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { asciiCode } from '#infra/aws/bundling/ascii-code.ts';
import { ownLines } from '#infra/aws/bundling/own-lines.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'affidavit-own-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two sources of ours around one of a package, in one line of code, and the map that is kept of it. */
function bundled() {
  mkdirSync(path.join(folder, 'node_modules/package'), { recursive: true });
  writeFileSync(
    path.join(folder, 'node_modules/package/index.js'),
    'export const theirs = () => { throw Error("theirs") }',
  );
  writeFileSync(
    path.join(folder, 'first.ts'),
    '// A line before.\nexport const first = (text) => { if (!/[«“€😀]/u.test(text)) throw Error("first") }',
  );
  writeFileSync(
    path.join(folder, 'index.ts'),
    'import { first } from "./first.ts";\nimport { theirs } from "package";\nexport const all = [first, theirs, () => { throw Error("last") }];',
  );
  const options = { bundle: true, minify: true, format: 'esm', sourcemap: 'external', write: false } as const;
  const { outputFiles } = buildSync({ ...options, absWorkingDir: folder, entryPoints: ['index.ts'], outdir: 'out' });
  const [map = '', code = ''] = ['.map', '.js'].map((end) => outputFiles.find((one) => one.path.endsWith(end))?.text);
  const kept: SourceMapPayload = JSON.parse(ownLines(map, code));
  const placeOf = (text: string) => {
    const entry = new SourceMap(kept).findEntry(0, asciiCode(code).indexOf(`Error("${text}")`));
    return 'originalSource' in entry ? `${entry.originalSource}:${entry.originalLine + 1}` : 'nowhere';
  };
  return { map, kept, placeOf };
}

describe('the source map of a bundle', () => {
  it('names our own lines', () => {
    const { placeOf } = bundled();

    expect([placeOf('first'), placeOf('last')]).toEqual(['../first.ts:2', '../index.ts:3']);
  });

  it('says nothing of packages: their code is not taken for the line of ours before it', () => {
    const { map, kept, placeOf } = bundled();

    expect(map).toContain('node_modules');
    expect(kept.sources).toEqual(['../first.ts', '../index.ts']);
    expect(placeOf('theirs')).not.toContain('.ts');
  });
});

it.each(['[«“€]', '[^😀]{2}', '[\u2019-”]+$'])('a regular expression says in ASCII what it said: %s', (source) => {
  const written = asciiCode(`/${source}/u`);

  expect(written).toMatch(/^[\x20-\x7e]+$/);
  for (const text of ['«', '“€', '😀😀', 'ab', '’”', '']) {
    expect(new RegExp(written.slice(1, -2), 'u').exec(text)?.[0]).toBe(new RegExp(source, 'u').exec(text)?.[0]);
  }
});
