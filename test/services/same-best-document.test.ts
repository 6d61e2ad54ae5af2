import { expect, it, onTestFinished } from 'vitest';
import { everyTenantsDocuments } from '#infra/local/every-document.ts';
import type { Stack } from '#infra/local/stack.ts';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import type { Caller } from '#shared/domain/access.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import { indexedAccess } from '#shared/runtime/indexed-access.ts';
import { retrieveBranches } from '#shared/runtime/retrieve-branches.ts';
import type { RetrievalPorts, RetrievalRequest } from '#shared/runtime/retrieve-passages.ts';
import type { UnderstandingPorts } from '#shared/runtime/understand-question.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { COLLECTIONS, QUESTIONS } from '../fixtures/samples.ts';
import { sampleStack } from '../local/sample-stack.ts';
import { type ComparedRanking, comparedRanking, isUnexplained, lineOf, type Ranking } from './compared-ranking.ts';
import { describeServices } from './describe-services.ts';
import { serviceIndex } from './service-index.ts';

/** Share of the questions with the same best document. Goal of the product. */
const SAME_BEST = 0.95;

/** Words of a chunk that are asked for once more, as a question of its own. */
const WORDS = 10;

const SHOWN = 10;

/** Milliseconds. The samples are taken in by the real models first, half a minute on two idle cores. */
const TIME = 400_000;

interface Asked {
  readonly id: string;
  readonly caller: Caller;
  readonly question: string;
}

const OF_PEOPLE: readonly Asked[] = QUESTIONS.map(({ id, question, asker: { tenant, user, groups } }) => ({
  ...{ id, question },
  caller: { tenantId: tenant, user, groups },
}));

describeServices(['openSearch'], ({ openSearch }) => {
  const { connect, wipe } = serviceIndex(openSearch);

  it(
    'questions about the samples have the same best document in the embedded index and in OpenSearch',
    async () => {
      await wipe();
      const stack = await sampleStack(temporaryFolder());
      onTestFinished(() => stack.close());
      const served = openSearchChunkIndex({ connect, analyzer: textAnalyzer(), clock: systemClock });
      const ofChunks = await copyIndex(stack, served);

      const people = await compareAll(OF_PEOPLE, stack, served);
      const chunks = await compareAll(ofChunks, stack, served);

      report('questions of people', people);
      report('beginnings of chunks', chunks);
      expect(people.length).toBeGreaterThanOrEqual(30);
      expect(sameBest(people)).toBeGreaterThanOrEqual(SAME_BEST);
      expect(sameBest(chunks)).toBeGreaterThanOrEqual(SAME_BEST);
      expect([...people, ...chunks].filter(isUnexplained).map(lineOf)).toEqual([]);
    },
    TIME,
  );
});

/** Writes what the embedded index holds into the other one; gives the beginning of each chunk, to be asked for. */
async function copyIndex({ ports }: Stack, other: ChunkIndex): Promise<readonly Asked[]> {
  await other.prepare(await ports.fingerprint());
  const asked: Asked[] = [];
  for (const record of await everyTenantsDocuments(ports.ledger)) {
    const { tenantId, documentId } = record;
    const chunks = await ports.index.documentChunks(tenantId, documentId);
    if (chunks.length > 0) await other.write(chunks, indexedAccess(record));
    const caller = { tenantId, user: 'reader', groups: groupsOf(tenantId) };
    for (const { chunkId, text } of chunks) {
      asked.push({ id: chunkId, caller, question: text.split(/\s+/).slice(0, WORDS).join(' ') });
    }
  }
  return asked;
}

function groupsOf(tenant: string): string[] {
  const access = COLLECTIONS.filter(({ tenantId }) => tenantId === tenant).flatMap((rule) => rule.access);
  return access.filter((principal) => principal.startsWith('group:')).map((principal) => principal.slice(6));
}

async function compareAll(asked: readonly Asked[], { ports }: Stack, served: ChunkIndex): Promise<ComparedRanking[]> {
  const compared: ComparedRanking[] = [];
  for (const { id, caller, question } of asked) {
    const request = { caller, text: unredacted(question), limit: SHOWN };
    const [here, there] = await Promise.all([ports.index, served].map((index) => ranked(request, { ...ports, index })));
    if (here && there) compared.push(comparedRanking(id, here, there));
  }
  return compared;
}

/** By the question path, without a model; what words scored is noted on the way. */
async function ranked(
  request: RetrievalRequest,
  { index, ...ports }: RetrievalPorts & UnderstandingPorts,
): Promise<Ranking> {
  const words = new Map<string, number>();
  const searchLexical: ChunkIndex['searchLexical'] = async (...search) => {
    const hits = await index.searchLexical(...search);
    for (const { chunk, score } of hits) words.set(chunk.chunkId, score / Number(hits[0]?.score));
    return hits;
  };
  const noting = { ...ports, index: { ...index, searchLexical }, rewriter: undefined };
  const { passages, traces } = await retrieveBranches(request, noting, AbortSignal.timeout(20_000));
  return { passages, traces, words };
}

function sameBest(compared: readonly ComparedRanking[]): number {
  return compared.filter(({ isSame }) => isSame).length / compared.length;
}

function report(title: string, compared: readonly ComparedRanking[]): void {
  const same = compared.filter(({ isSame }) => isSame).length;
  const ten = compared.reduce((sum, { sharedTen }) => sum + sharedTen, 0) / compared.length;
  const head = `${title}: same best document ${same} of ${compared.length}; of the first ten ${(100 * ten).toFixed(1)} % shared`;
  const lines = compared.filter(({ isSame }) => !isSame).map((each) => `  ${lineOf(each)}`);
  process.stdout.write(`${[head, ...lines].join('\n')}\n`);
}
