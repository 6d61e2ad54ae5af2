import type { Context } from 'aws-lambda';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createHandler as canary } from '#functions/canary/handler.ts';
import { createHandler as dispatch } from '#functions/dispatch/handler.ts';
import { createHandler as prepareIndex } from '#functions/prepare-index/handler.ts';
import { createHandler as reconcile } from '#functions/reconcile/handler.ts';
import { createHandler as redrive } from '#functions/redrive/handler.ts';
import { localContext } from '#infra/local/local-function.ts';
import { localFunctions } from '#infra/local/local-functions.ts';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import { requestJson } from '#infra/local/request-json.ts';
import { powertoolsLog } from '#shared/adapters/aws/powertools-log.ts';
import { jsonLinesLog } from '#shared/adapters/local/json-lines-log.ts';
import { INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { type IngestStack, ingestStack } from '../doubles/ingest-stack.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { proxyEvent, wholeBody } from '../doubles/proxy-event.ts';
import { ANSWER_ADDRESS, recordedAnswers } from '../doubles/recorded-answers.ts';
import { picturedPage } from '../doubles/scans.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const PLANTED = /\bAna\b|Ruiz|walrus|contract|inbox|Signature=/i;
const TEXT = 'Ana Ruiz bought a walrus for the price of two hundred euros.';
const QUESTION = { question: 'What did Ana Ruiz pay for the walrus?' };
const DEFECT = `cannot read ${TEXT}`;
const CALLER = { tenantId: 'acme', user: 'ana', groups: ['walrus-buyers'] };
const FUNCTIONS = [...INGEST_STEPS, ...SERVICE_FUNCTIONS];

/** Both adapters at once, and every line that they and anything else wrote to the standard streams. */
function watchedLogs() {
  const lines: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    const spied = vi.spyOn(stream, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    onTestFinished(() => spied.mockRestore());
  }
  const clock = manualClock();
  const logs = [
    powertoolsLog({ environment: 'dev', level: 'info', clock }),
    jsonLinesLog({ clock, level: 'info', write: (line) => lines.push(line) }),
  ];
  const log: ActivityLog = {
    begin: (run) => {
      const ends = logs.map((each) => each.begin(run));
      return (end) => {
        for (const each of ends) each(end);
      };
    },
  };
  return { log, lines };
}

/** Ports that fail by a defect whose message quotes a document, whatever is asked of them. */
function broken(ports: LocalPorts): LocalPorts {
  const fails = () => {
    throw new TypeError(DEFECT);
  };
  const port = new Proxy({}, { get: () => fails });
  const names = ['store', 'artifacts', 'ledger', 'index', 'queue', 'slots', 'orchestrator', 'generations', 'verifier'];
  return { ...ports, ...Object.fromEntries(names.map((name) => [name, port])), fingerprint: async () => fails() };
}

/** Everything that any step asks for, with a document's words where they may stand. */
const STEP_INPUT = {
  ...{ tenantId: 'acme', documentId: '0'.repeat(32), versionId: 'v1', attempt: 1, outcome: 'unchanged', batch: 0 },
  ...{ contentHash: TEXT, mediaType: TEXT, pages: 1, language: 'en', batches: [0], documentClass: TEXT, chunks: 1 },
  recognition: { job: TEXT, looks: 0, waitSeconds: 0 },
  ...{ chunking: TEXT, failure: { Error: 'Unexpected', Cause: TEXT } },
};

const REQUEST = { caller: CALLER, body: QUESTION, headers: { authorization: `Bearer ${TEXT}` } };
const QUEUED = { bucket: 'b', key: `tenants/acme/inbox/${TEXT}` };
const CHANGE = {
  ...{ source: 'aws.s3', 'detail-type': 'Object Created' },
  detail: { bucket: { name: 'b' }, object: { key: QUEUED.key } },
};
const DEPLOYMENT = {
  RequestType: 'Update',
  ...{ ResponseURL: ANSWER_ADDRESS, StackId: TEXT, RequestId: TEXT, LogicalResourceId: TEXT },
  ResourceProperties: { ServiceToken: TEXT, readerRoleArns: [], writerRoleArns: [] },
};

/** Calls every function over these ports; what comes of it is the log's. */
async function callAll(ports: LocalPorts, stepInput: object): Promise<void> {
  const functions = localFunctions(ports);
  const context = localContext(60);
  const steps = INGEST_STEPS.map((name) => functions.steps[name](stepInput));
  const { authorization } = REQUEST.headers;
  const others = [
    functions.route(stepInput === STEP_INPUT ? CHANGE : stepInput),
    functions.admit({ Records: [{ messageId: 'm-1', body: JSON.stringify(QUEUED) }] }),
    functions.authorizer({ methodArn: TEXT, headers: { authorization } }),
    functions.documents(proxyEvent({ route: 'GET /v1/documents/{id}', id: TEXT, ...REQUEST }), context),
    functions.query(proxyEvent({ route: 'POST /v1/answers', ...REQUEST }), context),
    dispatch(ports)({}, context),
    reconcile(ports)({}, context),
    redrive(ports)(REDRIVE, context),
    canary({ ...ports, api: SILENT })({}, {} as Context), // A run that does not know its time is a defect; all else is its outcome.
    prepareIndex({ ...ports, domain: UNREADY, answers: DEAF })(DEPLOYMENT as never, context), // As CloudFormation sends it.
  ];
  await Promise.allSettled([...steps, ...others]);
}

const REDRIVE = { tenantId: 'acme', reason: 'ModelThrottled', dryRun: true } as const;

/** Answers nothing that anybody could go by. */
const SILENT = { post: async () => ({}) };

/** Nobody hears how a deployment went. */
const DEAF = recordedAnswers();
DEAF.refuse();

const UNREADY = {
  whenReady: async () => {
    throw new TypeError(DEFECT);
  },
  grant: async () => undefined,
};

/** A document that is published, questions about it, whole, streamed and left, and what runs on schedules. */
async function succeedAll({ stack, put }: IngestStack): Promise<void> {
  await stack.ports.ledger.writeCollection({
    ...{ tenantId: 'acme', collection: 'inbox', access: ['everyone-in-tenant'], policy: 'strict' },
  });
  await put('acme/inbox/contract of Ana Ruiz.txt', TEXT);
  await put('acme/inbox/walrus.pdf', '');
  await put('acme/inbox/receipt of Ana Ruiz.png', await picturedPage([TEXT]));
  await requestJson(stack, CALLER, 'GET', '/v1/documents');
  await requestJson(stack, CALLER, 'POST', '/v1/answers', QUESTION);
  const context = localContext(60);
  const { query } = localFunctions(stack.ports);
  const streamed = { route: 'POST /v1/answers', ...REQUEST, headers: { accept: 'text/event-stream' } };
  await wholeBody((await query(proxyEvent(streamed), context)).body);
  const { body } = await query(proxyEvent(streamed), context);
  if (typeof body !== 'string') await body[Symbol.asyncIterator]().return?.();
  await dispatch(stack.ports)({}, context);
  await reconcile(stack.ports)({}, context);
  await redrive(stack.ports)(REDRIVE, context);
  await canary({ ...stack.ports, api: SILENT })({}, localContext(60));
  const domain = { whenReady: async () => 'https://search', grant: async () => undefined };
  await prepareIndex({ ...stack.ports, domain, answers: recordedAnswers() } as never)(
    DEPLOYMENT as never,
    {} as Context,
  ); // It asks nothing else.
}

it('notes every function’s runs, well or not, without a word of documents, questions, names of files or values', async () => {
  const { log, lines } = watchedLogs();
  const ingest = await ingestStack(temporaryFolder(), { decorate: (ports) => ({ ...ports, log }) });
  onTestFinished(() => ingest.stack.close());
  await succeedAll(ingest);
  await callAll(broken({ ...ingest.stack.ports, log }), STEP_INPUT);
  await callAll({ ...ingest.stack.ports, log }, { [TEXT]: TEXT, documentId: 'Ruiz', tenantId: 'walrus' });

  const noted = lines.filter((line) => line.includes(' ended"')).map((line) => JSON.parse(line));

  const ran = (wasWell: boolean) =>
    new Set(noted.filter(({ outcome }) => (outcome === 'succeeded') === wasWell).map((line) => line.function));
  expect([...ran(true)].toSorted()).toEqual([...FUNCTIONS].toSorted());
  expect([...ran(false)].toSorted()).toEqual([...FUNCTIONS].toSorted());
  expect(new Set(noted.map(({ outcome }) => outcome))).toContain('abandoned');
  expect(noted.find((line) => line.function === 'embed' && line.outcome === 'succeeded')).toMatchObject({
    ...{ tenantId: 'acme', attempt: 1, documentId: ingest.idOf('acme/inbox/contract of Ana Ruiz.txt') },
    execution: expect.stringMatching(/-p\d+-a1$/),
  });
  expect(lines.filter((line) => PLANTED.test(line))).toEqual([]);
});
