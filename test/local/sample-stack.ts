import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { findFiles } from '#infra/local/find-files.ts';
import type { PortOverrides } from '#infra/local/local-ports.ts';
import { openStack, type Stack } from '#infra/local/stack.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { cachedTemplate } from '../doubles/cached-template.ts';
import { giveMasterKey } from '../doubles/master-key.ts';
import { SHARED_PARTS } from '../doubles/shared-parts.ts';
import { COLLECTIONS, TENANTS_FOLDER } from '../fixtures/samples.ts';

/** A stack that has taken in all sample documents, through the same path as any other. */
export async function sampleStack(home: string, overrides: PortOverrides = {}): Promise<Stack> {
  const settings = LocalSettings.parse({ AFFIDAVIT_HOME: home });
  const template = await cachedTemplate();
  giveMasterKey(home);
  const stack = await openStack({ settings, runsIngest: true, overrides: { ...SHARED_PARTS, ...overrides }, template });
  for (const rule of COLLECTIONS) await stack.ports.ledger.writeCollection(rule);
  for (const { file, path } of await findFiles([fileURLToPath(TENANTS_FOLDER)])) {
    await stack.ports.store.write(`tenants/${path}`, new Uint8Array(await readFile(file)));
  }
  await stack.settled();
  return stack;
}
