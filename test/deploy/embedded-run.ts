import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { dev } from '#infra/environments/dev.ts';
import { openStack, type Stack } from '#infra/local/stack.ts';
import { bedrockAnswerer } from '#shared/adapters/aws/bedrock-answerer.ts';
import { bedrockClient } from '#shared/adapters/aws/bedrock-client.ts';
import { bedrockEmbedder } from '#shared/adapters/aws/bedrock-embedder.ts';
import { readSecretFile } from '#shared/adapters/local/key-file.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { COLLECTIONS, OUTCOMES } from '../fixtures/samples.ts';
import { type EmulatedAws, REGION, ROOT_CREDENTIALS } from './emulated-aws.ts';
import { type Library, sampleBytes } from './sample-documents.ts';
import { STUB_CALIBRATION } from './stub-calibration.ts';

export interface EmbeddedRun {
  readonly stack: Stack;
  readonly library: Library;
  close(): Promise<void>;
}

/**
 * The samples in an embedded stack that asks the same models and makes placeholders with the same key, so that whatever
 * differs is not theirs.
 */
export async function embeddedRun({ bedrock, folder }: EmulatedAws, masterKey: Uint8Array): Promise<EmbeddedRun> {
  const client: BedrockRuntimeClient = bedrockClient({
    region: REGION,
    endpoint: bedrock.endpoint,
    credentials: ROOT_CREDENTIALS,
  });
  const { embedding, embeddingDimensions: dimensions, answer } = dev.models;
  const overrides = {
    embedder: bedrockEmbedder({ client, modelId: embedding, dimensions }),
    answerers: [bedrockAnswerer({ client, modelId: answer, ids: randomIds })],
  };
  const home = path.join(folder, 'embedded');
  readSecretFile(path.join(home, 'keys', 'master'), () => masterKey);
  const settings = LocalSettings.parse({
    AFFIDAVIT_HOME: home,
    AFFIDAVIT_CALIBRATION: fileURLToPath(STUB_CALIBRATION),
  });
  const stack = await openStack({ settings, runsIngest: true, overrides });
  for (const rule of COLLECTIONS) await stack.ports.ledger.writeCollection(rule);
  for (const { document } of OUTCOMES) {
    await stack.ports.store.write(`tenants/${document}`, new Uint8Array(await sampleBytes(document)));
  }
  await stack.settled();
  const { store, ledger, artifacts } = stack.ports;
  return {
    stack,
    library: { bucket: store.bucket, ledger, artifacts },
    close: async () => {
      await stack.close();
      client.destroy();
    },
  };
}
