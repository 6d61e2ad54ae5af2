import { findFiles } from '#infra/local/find-files.ts';
import { ingestFiles } from '#infra/local/ingest-files.ts';
import type { PortOverrides } from '#infra/local/local-ports.ts';
import { openStack } from '#infra/local/stack.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { listedEntityFinder } from '../doubles/listed-entity-finder.ts';

/** Takes a folder in, as `affidavit ingest` does, over ports that need no model. */
export async function ingestFolder(home: string, folder: string, overrides: PortOverrides = {}): Promise<void> {
  const stack = await openStack({
    settings: LocalSettings.parse({ AFFIDAVIT_HOME: home }),
    runsIngest: true,
    overrides: { embedder: hashedWordsEmbedder(), finders: [listedEntityFinder({})], ...overrides },
  });
  const files = await findFiles([folder]);
  const target = { tenant: 'local', collection: 'inbox', attributes: {}, onProgress: () => undefined };
  await ingestFiles(stack, files, target);
  await stack.close();
}
