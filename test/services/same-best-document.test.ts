import { expect, it, onTestFinished } from 'vitest';
import { everyTenantsDocuments } from '#infra/local/every-document.ts';
import type { Stack } from '#infra/local/stack.ts';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
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

/** Milliseconds. The samples are taken in by the real models first: a minute in all on two idle cores, six on busy ones. */
const TIME = 900_000;

interface Asked {
  readonly id: string;
  readonly caller: Caller;
  readonly question: string;
}

const TENANTS = [...new Set(COLLECTIONS.map(({ tenantId }) => tenantId))];

const OF_PEOPLE: readonly Asked[] = QUESTIONS.map(({ id, question, asker: { tenant, user, groups } }) => ({
  ...{ id, question },
  caller: { tenantId: tenant, user, groups },
}));

describeServices(['openSearch'], ({ openSearch }) => {
  const { connect, wipe } = serviceIndex(openSearch);

  it(
    'questions about the samples have the same best document in the embedded index and in OpenSearch',
    async () => {
      const stack = await sampleStack(temporaryFolder());
      onTestFinished(() => stack.close());
      const records = await everyTenantsDocuments(stack.ports.ledger);
      const ofChunks = await beginningsOf(records, stack);
      const asked = [...OF_PEOPLE, ...ofChunks];
      /** Asks about these tenants, over an OpenSearch that holds what the embedded index has of them. */
      const compareFor = async (tenants: readonly string[]) => {
        await wipe();
        const served = openSearchChunkIndex({ connect, analyzer: textAnalyzer(), clock: systemClock });
        await copyIndex(
          records.filter(({ tenantId }) => tenants.includes(tenantId)),
          stack,
          served,
        );
        const own = asked.filter(({ caller }) => tenants.includes(caller.tenantId));
        return compareAll(own, stack, served);
      };

      const together = await compareFor(TENANTS);
      const apart: ComparedRanking[] = [];
      for (const tenant of TENANTS) apart.push(...(await compareFor([tenant])));

      const lines = report({ people: OF_PEOPLE, chunks: ofChunks }, together, apart);
      process.stdout.write(`${lines.join('\n')}\n`);
      expect(OF_PEOPLE.length).toBeGreaterThanOrEqual(30);
      for (const group of [OF_PEOPLE, ofChunks]) expect(sameBest(together, group)).toBeGreaterThanOrEqual(SAME_BEST);
      expect(apart.filter(isUnexplained)).toEqual([]);
    },
    TIME,
  );
});

/** The beginning of each chunk, as a question of somebody who may read all of the tenant's. */
async function beginningsOf(records: readonly DocumentRecord[], { ports }: Stack): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  for (const { tenantId, documentId } of records) {
    const caller = { tenantId, user: 'reader', groups: groupsOf(tenantId) };
    for (const { chunkId, text } of await ports.index.documentChunks(tenantId, documentId)) {
      asked.push({ id: chunkId, caller, question: text.split(/\s+/).slice(0, WORDS).join(' ') });
    }
  }
  return asked;
}

async function copyIndex(records: readonly DocumentRecord[], { ports }: Stack, other: ChunkIndex): Promise<void> {
  const embedder = await ports.fingerprint();
  await other.prepare(embedder);
  for (const record of records) {
    const chunks = await ports.index.documentChunks(record.tenantId, record.documentId);
    if (chunks.length > 0) await other.write(chunks, { ...indexedAccess(record), embedder });
  }
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

function sameBest(compared: readonly ComparedRanking[], asked: readonly Asked[]): number {
  const own = rankingsOf(compared, asked);
  return own.filter(({ isSame }) => isSame).length / own.length;
}

function rankingsOf(compared: readonly ComparedRanking[], asked: readonly Asked[]): readonly ComparedRanking[] {
  const ids = new Set(asked.map(({ id }) => id));
  return compared.filter(({ id }) => ids.has(id));
}

/** For each group how many are alike, with and without other tenants, and each difference with its reason. */
function report(
  groups: Readonly<Record<string, readonly Asked[]>>,
  together: readonly ComparedRanking[],
  apart: readonly ComparedRanking[],
): readonly string[] {
  const alone = new Map(apart.map((each) => [each.id, each]));
  return Object.entries(groups).flatMap(([group, asked]) => {
    const own = rankingsOf(together, asked);
    const ten = own.reduce((sum, { sharedTen }) => sum + sharedTen, 0) / own.length;
    const count = (compared: readonly ComparedRanking[]) => compared.filter(({ isSame }) => isSame).length;
    const alike = `${count(own)} of ${own.length}, ${count(rankingsOf(apart, asked))} without other tenants`;
    const lines = own.filter(({ isSame }) => !isSame).map((each) => `  ${lineOf(each, alone.get(each.id) ?? each)}`);
    return [`${group}: same best document ${alike}; of the first ten ${(100 * ten).toFixed(1)} % shared`, ...lines];
  });
}
