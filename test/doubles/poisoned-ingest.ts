import type { LocalPorts, PortOverrides } from '#infra/local/local-ports.ts';
import { type OpenStackOptions, openStack } from '#infra/local/stack.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { cachedTemplate } from './cached-template.ts';
import { hashedWordsEmbedder } from './hashed-words-embedder.ts';
import { listedEntityFinder } from './listed-entity-finder.ts';
import { type Misdeed, poisonedPort } from './poisoned-port.ts';
import { SHARED_PARTS } from './shared-parts.ts';
import { temporaryFolder } from './temporary-folder.ts';

const template = await cachedTemplate();

/** Documents that nothing is wrong with. */
export const NEIGHBOURS = ['north', 'south', 'west'];

/** Takes the documents in, each named after its text, with neighbours, and tells status, failure and step of each. */
export async function ingestWithNeighbours(
  texts: readonly string[],
  { overrides, ...limits }: Pick<OpenStackOptions, 'overrides' | 'stepTimeoutSeconds'>,
) {
  const stack = await openStack({
    ...{ settings: LocalSettings.parse({ AFFIDAVIT_HOME: temporaryFolder() }), runsIngest: true, template },
    ...{ retryInterval: 0, ...limits },
    overrides: { ...SHARED_PARTS, embedder: hashedWordsEmbedder(), finders: [listedEntityFinder({})], ...overrides },
  });
  const { store, ledger } = stack.ports;
  const keyOf = (name: string) => `tenants/local/inbox/${name.replaceAll(' ', '-')}.txt`;
  const outcomeOf = async (name: string) => {
    const record = await ledger.document('local', documentIdOf('local', store.bucket, keyOf(name)));
    return [record?.status, record?.failure?.name, record?.failure?.step];
  };

  for (const text of texts) await store.write(keyOf(text), Buffer.from(text));
  for (const name of NEIGHBOURS) await store.write(keyOf(name), Buffer.from(`The lease of the ${name} wing.`));
  await stack.settled();
  const neighbours = await Promise.all(NEIGHBOURS.map(outcomeOf));
  const outcomes = Object.fromEntries(await Promise.all(texts.map(async (text) => [text, await outcomeOf(text)])));
  await stack.close();
  return { outcomes, neighbours };
}

/** Steps in which a part of the product can throw on a document. */
const THROWING_STEPS = ['identify', 'extract', 'classify', 'chunk', 'embed', 'index-chunks'];

/** What becomes of each document on which a part of the product throws, as `ingestWithNeighbours` tells it. */
export const THROWN: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(THROWING_STEPS.map((step) => [`venom of ${step}`, ['rejected', 'Unexpected', step]])),
  'venom of storing': ['rejected', 'Unexpected', 'extract'],
  'venom of redact': ['held', 'DetectorUnavailable', 'redact'],
};

/** Ports at which the documents named after their steps misbehave, over those that are there, and how often each was tried. */
export function poisonedAtEachStep(misdeed: Misdeed, beneath = (ports: LocalPorts): LocalPorts => ports) {
  const tries: Record<string, () => number> = {};
  const poisoned = <Port extends object>(word: string, port: Port, method: keyof Port & string, spared = 0): Port => {
    const { port: changed, tries: count } = poisonedPort(port, { word, method, misdeed, spared });
    tries[word] = count;
    return changed;
  };
  const classifying = poisoned('venom of classify', hashedWordsEmbedder(), 'embed');
  const overrides: PortOverrides = {
    // Classification embeds the beginning of each document before its chunks are embedded.
    embedder: poisoned('venom of embed', classifying, 'embed', 1),
    finders: [poisoned('venom of redact', listedEntityFinder({}), 'find')],
    decorate: (own: LocalPorts) => {
      const ports = beneath(own);
      return {
        ...ports,
        types: poisoned('venom of identify', ports.types, 'detect'),
        extractor: poisoned('venom of extract', ports.extractor, 'extract'),
        artifacts: poisoned('venom of storing', ports.artifacts, 'write'),
        tokens: misdeed === 'throws' ? poisoned('venom of chunk', ports.tokens, 'count') : ports.tokens,
        index: poisoned('venom of index-chunks', ports.index, 'write'),
      };
    },
  };
  return { overrides, tries };
}
