import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { pageSizesBeside } from '#shared/adapters/portable/page-sizes-beside.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

/** A bundle that ends by an error of this name, which is none of this process's classes. */
function bundle(name: string): URL {
  const file = path.join(temporaryFolder(), 'page-sizes.mjs');
  const failing = `throw Object.assign(new Error('of the bundle'), { name: '${name}' })`;
  writeFileSync(file, `export async function pageSizes() { ${failing}; }`);
  return pathToFileURL(file);
}

const sizesBy = (name: string) => pageSizesBeside(bundle(name))(new Uint8Array(), 'application/pdf');

it('tells a failure of the bundle by its name, so that the step ends by it and not by a defect', async () => {
  const failure = await sizesBy('DocumentUnreadable').catch((cause: unknown) => cause);

  expect(failure).toBeInstanceOf(PipelineFailure);
  expect(failure).toMatchObject({ name: 'DocumentUnreadable', message: 'of the bundle' });
});

it.each(['TypeError', 'Unexpected'])('leaves a defect of the bundle one: %s', async (name) => {
  await expect(sizesBy(name)).rejects.not.toBeInstanceOf(PipelineFailure);
});
