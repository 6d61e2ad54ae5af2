import { expect, it, onTestFinished } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { QUEUED_LETTERS } from '#infra/aws/dead-letter-edges.ts';
import { runCanary } from '#infra/local/canary.ts';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import { readAlarms } from '#infra/local/operations/read-alarms.ts';
import { emfMetrics } from '#shared/adapters/aws/emf-metrics.ts';
import { CIRCUIT_POLICY } from '#shared/domain/circuit.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { type MetricName, metricTraits } from '#shared/domain/operational-metrics.ts';
import { circuitBreaker } from '#shared/runtime/circuit-breaker.ts';
import { guardedIndex } from '#shared/runtime/guarded-index.ts';
import { apiStack, send } from '../doubles/api-stack.ts';
import { bedrockPriced } from '../doubles/bedrock-priced.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, QUESTION, questionApi } from '../doubles/question-api.ts';
import { type RecordedMetrics, recordedMetrics } from '../doubles/recorded-metrics.ts';
import { ALARMED, operationsTemplate } from '../doubles/synthesized-alarms.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const PLANTED = ['Ana Ruiz', 'walrus', 'acme', 'contract.txt'];

/** As many as open a circuit. */
const FAILURES = CIRCUIT_POLICY.failuresToOpen;

/** A question answered whole and as a stream, a search, and a question while the index is down. */
async function askThings(metrics: RecordedMetrics): Promise<void> {
  const { ports } = await questionApi();
  const handler = createHandler({ ...ports, metrics });
  const question = { route: 'POST /v1/answers', caller: ANA, body: { question: QUESTION } };
  await call(handler, question);
  await call(handler, { ...question, headers: { accept: 'text/event-stream' } });
  await call(handler, { route: 'POST /v1/search', caller: ANA, body: { query: 'rent' } });
  const fails = async () => {
    throw new PipelineFailure('DependencyUnavailable', 'as the test says');
  };
  const breaker = circuitBreaker({ clock: ports.clock, metrics, name: 'index' });
  const index = guardedIndex({ ...ports.index, searchLexical: fails, searchVector: fails }, breaker);
  const down = createHandler({ ...ports, metrics, index, breakers: [breaker] });
  for (let asked = 0; asked < FAILURES; asked += 1) await call(down, question);
}

/** A run of the canary that gets through and one that does not; then a tenant that goes past its budget. */
async function canaryThings(metrics: RecordedMetrics): Promise<void> {
  const { decorate } = bedrockPriced();
  const { stack, behaviour } = await ingestStack(temporaryFolder(), {
    decorate: (ports: LocalPorts) => ({ ...decorate(ports), metrics }),
  });
  onTestFinished(() => stack.close());
  await runCanary(stack);
  behaviour.beforeEmbed = async () => {
    throw new Error('a defect');
  };
  await runCanary(stack);
  behaviour.beforeEmbed = async () => {};
  await stack.ports.spending.setBudget('affidavit-canary', 1);
  await runCanary(stack);
}

/** A document that is published and one that fails by a defect of ours, through every function of the ingest. */
async function ingestThings(metrics: RecordedMetrics): Promise<void> {
  const decorate = (ports: LocalPorts): LocalPorts => ({ ...ports, metrics });
  const { stack, behaviour, put } = await ingestStack(temporaryFolder(), { decorate });
  onTestFinished(() => stack.close());
  await stack.ports.ledger.writeCollection({
    ...{ tenantId: 'acme', collection: 'inbox', access: ['everyone-in-tenant'], policy: 'strict' },
  });
  await put('acme/inbox/contract.txt', 'Ana Ruiz bought a walrus.');
  behaviour.beforeEmbed = async () => {
    throw new Error('a defect that quotes a walrus');
  };
  await put('acme/inbox/other.txt', 'Nobody bought another walrus.');
}

it('emits each metric that an alarm reads, with its unit and dimensions, on success and on failure', async () => {
  const metrics = recordedMetrics();
  await askThings(metrics);
  await ingestThings(metrics);
  const canaries = recordedMetrics();
  await canaryThings(canaries);

  const emitted = [...emittedAs(metrics), ...emittedAs(canaries)];

  const { metricAlarms } = readAlarms(operationsTemplate());
  const read = new Set(metricAlarms.flatMap(({ reads }) => Object.values(reads).map(({ metric }) => metric)));
  read.delete(QUEUED_LETTERS); // SQS tells it.
  for (const metric of read) {
    const { unit } = metricTraits(metric as MetricName);
    expect(emitted).toContain(`Affidavit service=affidavit environment=${ALARMED} ${metric} ${unit}`);
  }
  const counted = (...names: readonly MetricName[]) => names.map((name) => metrics.total(name));
  expect(counted('RequestsValid', 'RequestsFailed', 'AnswersTimed', 'FirstClaimsTimed')).toEqual([
    ...[3 + FAILURES, FAILURES, 2, 1],
  ]);
  expect([metrics.total('CircuitsOpened'), metrics.total('IndexCircuit')]).toEqual([1, 1]);
  expect(counted('DocumentsValid', 'DocumentsFailed', 'DocumentsTimed', 'DocumentsLate')).toEqual([2, 1, 1, 0]);
  expect(counted('ExecutionsEnded', 'UploadsProcessed', 'ClaimsUncited', 'EventsLost')).toEqual([2, 2, 0, 0]);
  expect([canaries.total('CanaryRuns'), canaries.total('CanaryFailures'), canaries.total('CanaryLeaks')]).toEqual([
    3, 2, 0,
  ]);
  expect(canaries.total('BudgetRefusals')).toBeGreaterThan(0);
  for (const word of PLANTED) expect(JSON.stringify(metrics.emitted)).not.toContain(word);
});

it('serves the metrics of this process to Prometheus, without a token', async () => {
  const api = await apiStack();
  onTestFinished(() => api.close());
  api.stack.ports.metrics.emit({ RequestsValid: 1, AnswerDuration: 700 });

  const { status, type, text } = await send(api.stack.address, { path: '/metrics' });

  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(text).toContain('\naffidavit_requests_valid_total 1\n');
  expect(text).toContain('affidavit_answer_duration_milliseconds_bucket{le="1000"} 1\n');
});

/** `namespace dimensions metric unit` of everything that the emissions come to on AWS. */
function emittedAs({ emitted }: RecordedMetrics): string[] {
  const lines: string[] = [];
  const emf = emfMetrics({ environment: ALARMED, write: (line) => lines.push(line) });
  for (const values of emitted) emf.emit(values);
  return lines.flatMap((line) => {
    const { _aws, ...values } = JSON.parse(line);
    const [{ Namespace, Dimensions, Metrics }] = _aws.CloudWatchMetrics;
    const dimensions = Dimensions[0].map((name: string) => `${name}=${values[name]}`).join(' ');
    return Metrics.map(
      ({ Name, Unit }: { Name: string; Unit: string }) => `${Namespace} ${dimensions} ${Name} ${Unit}`,
    );
  });
}
