import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFiles } from '#infra/local/find-files.ts';
import type { PortOverrides } from '#infra/local/local-ports.ts';
import { openStack, type Stack } from '#infra/local/stack.ts';
import { readSecretFile } from '#shared/adapters/local/key-file.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { cachedTemplate } from '../doubles/cached-template.ts';
import { SHARED_PARTS } from '../doubles/shared-parts.ts';
import { COLLECTIONS, TENANTS_FOLDER } from '../fixtures/samples.ts';

/** Of 32 bytes. With one key, placeholders are the same words in each run, and so are the vectors of what holds them. */
const MASTER_KEY = Buffer.from('00112233445566778899aabbccddeeff'.repeat(2), 'hex');

/** A stack that has taken in all sample documents, through the same path as any other. */
export async function sampleStack(home: string, overrides: PortOverrides = {}): Promise<Stack> {
  const settings = LocalSettings.parse({ AFFIDAVIT_HOME: home });
  const template = await cachedTemplate();
  readSecretFile(path.join(home, 'keys', 'master'), () => MASTER_KEY);
  const stack = await openStack({ settings, runsIngest: true, overrides: { ...SHARED_PARTS, ...overrides }, template });
  for (const rule of COLLECTIONS) await stack.ports.ledger.writeCollection(rule);
  for (const { file, path: name } of await findFiles([fileURLToPath(TENANTS_FOLDER)])) {
    await stack.ports.store.write(`tenants/${name}`, new Uint8Array(await readFile(file)));
  }
  await stack.settled();
  return stack;
}
