import { Buffer } from 'node:buffer';
import { CANARY_TENANT } from '#shared/contracts/canary.ts';
import type { DocumentStatus } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Metrics } from '#shared/ports/metrics.ts';
import type { QuestionApi } from '#shared/ports/question-api.ts';
import { canaryDocument } from './canary-document.ts';
import { CANARY_GROUP, canaryQuestions } from './canary-questions.ts';
import { type CanaryStage, stageRecorder } from './canary-stages.ts';

export interface CanaryPorts {
  readonly store: Pick<DocumentStore, 'bucket' | 'write' | 'remove'>;
  readonly ledger: Pick<Ledger, 'document' | 'writeCollection'>;
  readonly api: QuestionApi;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly metrics: Metrics;
}

/** What became of a synthetic document and questions about it, from upload to checked answer to deletion. */
export interface CanaryOutcome {
  readonly ok: boolean;
  /** In their order; none follows the first that failed, but for the deletion. */
  readonly stages: readonly CanaryStage[];
  /** Facts that were looked for, and those of them whose passage was among the first. */
  readonly asked: number;
  readonly found: number;
  /** Planted values that were read, and outsiders who found what they may not see. */
  readonly leaks: number;
}

interface CanarySignals {
  /** Aborted when the time for all but the deletion is up. */
  readonly signal: AbortSignal;
  /** Aborted later, so that a run whose time is up still removes its document. */
  readonly cleanUpSignal: AbortSignal;
}

const COLLECTION = 'canary';

/** Milliseconds between two looks at the document's row, and that it may take in all: twice what is promised. */
const LOOK_EVERY = 250;
const PATIENCE = 240_000;

/**
 * Takes a document in whose facts are made up for this run, asks for them, looks for what was planted to be redacted and
 * for what outsiders find, deletes the document and checks that nothing of it is found any more. Works beside real
 * traffic and leaves nothing behind. What fails makes a stage fail and is no error of this function.
 */
export async function runCanary(ports: CanaryPorts, { signal, cleanUpSignal }: CanarySignals): Promise<CanaryOutcome> {
  const { store, ledger, api, clock, ids, metrics } = ports;
  const key = `tenants/${CANARY_TENANT}/${COLLECTION}/${ids.random()}.md`;
  const documentId = documentIdOf(CANARY_TENANT, store.bucket, key);
  const document = canaryDocument(clock.now(), ids.random());
  const questions = canaryQuestions(document, documentId, api, signal);
  const stages = stageRecorder(clock);
  let found: number | undefined;

  await stages.run('published', async () => {
    const access = [`group:${CANARY_GROUP}`] as const;
    const rule = { tenantId: CANARY_TENANT, collection: COLLECTION, access, policy: 'identifiers' } as const;
    await ledger.writeCollection(rule, signal);
    await store.write(key, Buffer.from(document.text), undefined, signal);
    const isAtRest = (status: DocumentStatus | undefined) => status !== undefined && status !== 'running';
    return (await settledStatus(documentId, isAtRest, ports, signal)) === 'published';
  });
  await stages.run('answered', questions.isAnswered);
  await stages.run('found', async () => {
    found = await questions.factsFound();
    return found > 0; // How many are enough is for the objective to say.
  });
  await stages.run('sealed', questions.isSealed);
  await stages.always('deleted', async () => {
    await store.remove(key, cleanUpSignal);
    const isDeleted = (status: DocumentStatus | undefined) => status === undefined || status === 'deleted';
    await settledStatus(documentId, isDeleted, ports, cleanUpSignal);
    return questions.isGone(cleanUpSignal);
  });

  const asked = found === undefined ? 0 : document.facts.length;
  const isOk = stages.all().every(({ ok }) => ok);
  const outcome = { ok: isOk, stages: stages.all(), asked, found: found ?? 0, leaks: questions.leaks() };
  emit(outcome, metrics);
  return outcome;
}

/** The status of the document once it has come to rest. */
async function settledStatus(
  documentId: string,
  isSettled: (status: DocumentStatus | undefined) => boolean,
  { ledger, clock }: CanaryPorts,
  signal: AbortSignal,
): Promise<DocumentStatus | undefined> {
  const until = clock.now() + PATIENCE;
  for (;;) {
    const status = (await ledger.document(CANARY_TENANT, documentId, signal))?.status;
    if (isSettled(status)) return status;
    if (clock.now() >= until)
      throw new PipelineFailure('FunctionTimedOut', 'the canary’s document did not come to rest');
    await clock.sleep(LOOK_EVERY, signal);
  }
}

function emit({ ok, stages, asked, found, leaks }: CanaryOutcome, metrics: Metrics): void {
  const published = stages.find(({ stage }) => stage === 'published');
  metrics.emit({
    ...{ CanaryRuns: 1, CanaryFailures: ok ? 0 : 1, CanaryLeaks: leaks },
    ...(asked > 0 && { CanaryFacts: asked, CanaryMisses: asked - found }),
    CanaryDuration: stages.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    ...(published?.ok && { CanaryFreshness: published.milliseconds / 1_000 }),
  });
}
