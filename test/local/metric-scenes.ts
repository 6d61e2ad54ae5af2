import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHandler as canaryHandler } from '#functions/canary/handler.ts';
import { createHandler as queryHandler } from '#functions/query/handler.ts';
import { createHandler as reconcileHandler } from '#functions/reconcile/handler.ts';
import { runCanary } from '#infra/local/canary.ts';
import { gatewayQuestionApi } from '#infra/local/gateway-question-api.ts';
import { localContext } from '#infra/local/local-function.ts';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import type { Stack } from '#infra/local/stack.ts';
import { CIRCUIT_POLICY } from '#shared/domain/circuit.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { nanodollars } from '#shared/domain/spending.ts';
import type { Metrics } from '#shared/ports/metrics.ts';
import { circuitBreaker } from '#shared/runtime/circuit-breaker.ts';
import { guardedIndex } from '#shared/runtime/guarded-index.ts';
import { bedrockPriced } from '../doubles/bedrock-priced.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { memoryArtifactStore } from '../doubles/memory-artifact-store.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, QUESTION, questionApi } from '../doubles/question-api.ts';
import { type RecordedMetrics, recordedMetrics } from '../doubles/recorded-metrics.ts';

/** What the functions emit while all is well, and what they do when it is not. */
export interface MetricScenes {
  readonly well: RecordedMetrics;
  readonly ill: RecordedMetrics;
  /** Closes what they ran on, and removes it. */
  close(): Promise<void>;
}

/** As many as open a circuit. */
export const FAILURES = CIRCUIT_POLICY.failuresToOpen;

/** More than any limit of a time, in seconds; and than an event may be on its way. */
const LATE_SECONDS = 600;

const QUESTIONS = { route: 'POST /v1/answers', caller: ANA, body: { question: QUESTION } } as const;
const STREAMED = { ...QUESTIONS, headers: { accept: 'text/event-stream' } };

/** Runs the functions of question, ingest, reconciler and canary, first well and then not. */
export async function metricScenes(): Promise<MetricScenes> {
  const told = { well: recordedMetrics(), ill: recordedMetrics() };
  const home = mkdtempSync(path.join(tmpdir(), 'affidavit-test-'));
  await askThings(told);
  const stacks = [
    await ingestThings(told, path.join(home, 'ingest')),
    await canaryThings(told, path.join(home, 'canary')),
  ];
  const close = async () => {
    for (const stack of stacks) await stack.close();
    rmSync(home, { recursive: true, force: true });
  };
  return { ...told, close };
}

type Told = Pick<MetricScenes, 'well' | 'ill'>;

/** Answers whole and streamed, and a search; then slowly, about a page that is gone, and while the index is down. */
async function askThings({ well, ill }: Told): Promise<void> {
  const { ports } = await questionApi();
  const handler = queryHandler({ ...ports, metrics: well });
  await call(handler, QUESTIONS);
  await call(handler, STREAMED);
  await call(handler, { route: 'POST /v1/search', caller: ANA, body: { query: 'rent' } });

  const embed: typeof ports.embedder.embed = (...given) => {
    ports.clock.advance(LATE_SECONDS);
    return ports.embedder.embed(...given);
  };
  const slow = { ...ports, metrics: ill, embedder: { ...ports.embedder, embed }, artifacts: memoryArtifactStore() };
  await call(queryHandler(slow), STREAMED);
  const down = await brokenIndex(ports, ill);
  for (let asked = 0; asked < FAILURES; asked += 1) await call(down, QUESTIONS);
}

async function brokenIndex(ports: Awaited<ReturnType<typeof questionApi>>['ports'], metrics: Metrics) {
  const fails = async () => {
    throw new PipelineFailure('DependencyUnavailable', 'as the test says');
  };
  const breaker = circuitBreaker({ clock: ports.clock, metrics, name: 'index' });
  const index = guardedIndex(
    { ...ports.index, searchLexical: fails, searchVector: fails },
    { breaker, clock: ports.clock },
  );
  return queryHandler({ ...ports, metrics, index, breakers: [breaker] });
}

/** A document and a pass of the reconciler; then one that is late, one that a defect fails, and one without an event. */
async function ingestThings({ well, ill }: Told, home: string): Promise<Stack> {
  let [metrics, late]: [Metrics, number] = [well, 0];
  const decorate = (ports: LocalPorts): LocalPorts => ({
    ...ports,
    metrics: { emit: (...emitted) => metrics.emit(...emitted) },
    clock: { ...ports.clock, now: () => ports.clock.now() + 1_000 * late },
  });
  const { stack, behaviour, put } = await ingestStack(home, { decorate });
  await stack.ports.ledger.writeCollection({
    ...{ tenantId: 'acme', collection: 'inbox', access: ['everyone-in-tenant'], policy: 'strict' },
  });
  await put('acme/inbox/contract.txt', 'Ana Ruiz bought a walrus.');
  await reconcileHandler(stack.ports)({}, localContext(60));

  [metrics, late] = [ill, LATE_SECONDS];
  await put('acme/inbox/late.txt', 'Nobody bought a walrus for a long time.');
  behaviour.beforeEmbed = async () => {
    throw new Error('a defect that quotes a walrus');
  };
  await put('acme/inbox/other.txt', 'Nobody bought another walrus.');
  const { ledger, queue } = stack.ports;
  const unheard = { ...ledger, document: async () => undefined };
  const handler = reconcileHandler({ ...stack.ports, ledger: unheard, queue: { ...queue, send: async () => {} } });
  await handler({}, localContext(60));
  return stack;
}

/** A run of the canary; then one that reads what it must not and misses facts, one that fails, and one without money. */
async function canaryThings({ well, ill }: Told, home: string): Promise<Stack> {
  let metrics: Metrics = well;
  const { decorate } = bedrockPriced();
  const { stack, behaviour } = await ingestStack(home, {
    decorate: (ports) => ({ ...decorate(ports), metrics: { emit: (...emitted) => metrics.emit(...emitted) } }),
  });
  await stack.ports.spending.setBudget('affidavit-canary', nanodollars(100));
  await runCanary(stack);

  metrics = ill;
  await leakingCanary(stack);
  behaviour.beforeEmbed = async () => {
    throw new Error('a defect');
  };
  await runCanary(stack);
  behaviour.beforeEmbed = async () => {};
  await stack.ports.spending.setBudget('affidavit-canary', 0);
  await runCanary(stack);
  return stack;
}

/** Over an API that finds nothing by the first two searches, and by all others a value that was planted. */
async function leakingCanary(stack: Stack): Promise<void> {
  const api = gatewayQuestionApi(stack);
  let searches = 0;
  const post: typeof api.post = async (caller, path, body, signal) => {
    const answered = (await api.post(caller, path, body, signal)) as { passages?: { text: string }[] }; // As documented.
    if (path !== '/v1/search') return answered;
    searches += 1;
    const passages = answered.passages?.map((one) => ({ ...one, text: `${one.text} DE89370400440532013000` }));
    return { ...answered, passages: searches <= 2 ? [] : passages };
  };
  await canaryHandler({ ...stack.ports, api: { post } })({}, localContext(60));
  await stack.settled();
}
