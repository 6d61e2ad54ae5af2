import { Buffer } from 'node:buffer';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import { EVERYONE } from '#shared/domain/access.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { requestJson } from './request-json.ts';
import type { Stack } from './stack.ts';

/** What became of a synthetic document and a question about it, from upload to checked answer to deletion. */
export interface CanaryOutcome {
  readonly ok: boolean;
  /** In their order; none follows the first that failed. */
  readonly stages: readonly CanaryStage[];
}

interface CanaryStage {
  readonly stage: 'published' | 'answered' | 'deleted';
  readonly ok: boolean;
  readonly milliseconds: number;
}

/** A tenant of its own, so that nobody's answers ever hold what a canary says. */
const CANARY = { tenantId: 'affidavit-canary', user: 'canary', groups: [] } as const;
const COLLECTION = 'canary';

/**
 * Takes a document in whose one fact is made up for this run, asks for that fact, checks the answer and its citation,
 * deletes the document and checks that nothing of it is found any more. Works beside real traffic.
 *
 * @throws PipelineFailure when a part fails without a document or an answer to judge.
 */
export async function runCanary(stack: Stack): Promise<CanaryOutcome> {
  const { store, ledger, clock, ids } = stack.ports;
  const { tenantId } = CANARY;
  await ledger.writeCollection({ tenantId, collection: COLLECTION, access: [EVERYONE], policy: 'identifiers' });
  const key = `tenants/${tenantId}/${COLLECTION}/${ids.random()}.txt`;
  const documentId = documentIdOf(tenantId, store.bucket, key);
  const fact = String(1_000 + (Math.floor(clock.now()) % 9_000));

  const stages: CanaryStage[] = [];
  const stage = async (name: CanaryStage['stage'], work: () => Promise<boolean>) => {
    if (stages.some(({ ok }) => !ok)) return;
    const startedAt = clock.now();
    const ok = await work();
    stages.push({ stage: name, ok, milliseconds: clock.now() - startedAt });
  };
  try {
    await stage('published', async () => {
      await store.write(key, Buffer.from(textOf(fact)));
      await stack.settled();
      return (await ledger.document(tenantId, documentId))?.status === 'published';
    });
    await stage('answered', async () => says(await ask(stack), documentId, fact));
  } finally {
    await store.remove(key); // Also after a failure: a canary leaves nothing behind.
    await stack.settled();
  }
  await stage('deleted', async () => !cites(await ask(stack), documentId));
  return { ok: stages.every(({ ok }) => ok), stages };
}

function textOf(fact: string): string {
  return `Canary report\n\nThe calibration weight of the canary instrument is ${fact} grams. It is kept in the store room.\n`;
}

function ask(stack: Stack): Promise<AnswerResponse> {
  const question = 'What is the calibration weight of the canary instrument?';
  return requestJson<AnswerResponse>(stack, CANARY, 'POST', '/v1/answers', { question });
}

function says({ claims }: AnswerResponse, documentId: string, fact: string): boolean {
  return claims.some(({ citation }) => citation.documentId === documentId && citation.quote.includes(fact));
}

function cites({ claims, sources }: AnswerResponse, documentId: string): boolean {
  return [...claims.map(({ citation }) => citation), ...sources].some((one) => one.documentId === documentId);
}
