import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestJson } from '#infra/local/request-json.ts';
import { type AnswerResponse, UploadResponseSchema } from '#shared/contracts/api.ts';
import { INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import type { Caller } from '#shared/domain/access.ts';
import { OUTCOMES, QUESTIONS } from '../fixtures/samples.ts';
import { FARAH } from './askers.ts';
import { compareCitations } from './cited-passages.ts';
import { accountOrSkip, type DeployedProduct, deployProduct, templatesOf } from './deployed-product.ts';
import { type EmbeddedRun, embeddedRun } from './embedded-run.ts';
import type { EmulatedAws } from './emulated-aws.ts';
import { FAULTY, putFaultyDocuments } from './injected-faults.ts';
import { invokeFunction, streamFunction } from './invoke-function.ts';
import { DEV_STACKS, leftData, leftStacks, PROD_STACKS, updateAndGoBack } from './life-of-stacks.ts';
import { meteredCosts } from './metered-costs.ts';
import { operatedProduct } from './operated-product.ts';
import { otherEmbedder } from './other-embedder.ts';
import { provedPermissions } from './proved-permissions.ts';
import { refusedCallers } from './refused-callers.ts';
import { runCdk } from './run-cdk.ts';
import { runbookCommands } from './runbook-commands.ts';
import {
  hasEnded,
  placeholderCount,
  putDocument,
  recordOf,
  redactedText,
  sampleBytes,
  uploadByForm,
  whenRecord,
} from './sample-documents.ts';
import { say } from './say.ts';

const NEW_DOCUMENT = 'acme/handbook/parking.md';
const GARAGE = 'The garage of the head office opens at 6 in the morning on working days.';

const began = Date.now();
const account = await accountOrSkip();

describe.skipIf(account === undefined)('the product as cdk deploy makes it', () => {
  let product: DeployedProduct;
  let embedded: EmbeddedRun;

  let answers = 0;
  const ask = async (question: string, caller: Caller, environment = product.dev) => {
    const answer = await environment.call({ method: 'POST', path: '/v1/answers', caller, body: { question } });
    expect(answer).toMatchObject({ status: 200 });
    answers += 1;
    return JSON.parse(answer.text) as AnswerResponse; // The contract of the route.
  };
  const idOf = async (document: string) => (await recordOf(product.dev, document))?.documentId ?? '';

  beforeAll(async () => {
    product = await deployProduct(account as EmulatedAws); // The suite is skipped without one.
    const { dev, clients } = product;
    for (const { document } of OUTCOMES) await putDocument(clients.s3, dev, document, await sampleBytes(document));
    await putFaultyDocuments(product); // They mostly wait for their next try, beside the others.
    for (const { document } of OUTCOMES) await whenRecord(dev, document, hasEnded);
    embedded = await embeddedRun(product.aws, await dev.masterKey());
  });
  afterAll(async () => {
    await embedded?.close();
    await account?.stop();
  });

  it('cdk bootstrap and cdk deploy, unchanged: dev and prod stand side by side in one account', async () => {
    expect(await leftStacks(product.clients)).toEqual(['CDKToolkit', ...DEV_STACKS, ...PROD_STACKS]);
  });

  it('no function stands in the account but those of the product', async () => {
    const { Functions = [] } = await product.clients.lambda.send(new ListFunctionsCommand({ MaxItems: 200 }));
    const ours = [...(await product.aws.keys.all()).values()].map(({ functionName }) => functionName);

    expect(Functions.map(({ FunctionName }) => FunctionName).sort()).toEqual(ours.sort());
    expect(ours.length).toBe(2 * [...INGEST_STEPS, ...SERVICE_FUNCTIONS].length);
  });

  it.each(OUTCOMES)(
    'the execution that the bucket event of $document started, put with the S3 client, ends $status',
    async ({ document, status, failure }) => {
      const record = await recordOf(product.dev, document);

      expect(record).toMatchObject({ status, ...(failure && { failure: { name: failure } }) });
    },
  );

  it('a poison file is rejected by name, and its neighbours are published', async () => {
    const [poison, neighbour] = ['acme/finance/remuneration-committee.pdf', 'acme/finance/annual-report.pdf'];

    expect(await recordOf(product.dev, poison)).toMatchObject({
      status: 'rejected',
      failure: { name: 'DocumentEncrypted' },
    });
    expect(await recordOf(product.dev, neighbour)).toMatchObject({ status: 'published' });
  });

  it('REST API, tokens of two tenants: cites the passages of an embedded run, in at least 95 of 100 questions', async () => {
    const local = (question: string, caller: Caller) =>
      requestJson<AnswerResponse>(embedded.stack, caller, 'POST', '/v1/answers', { question });

    const here = { library: product.dev, ask };
    const { cited, differing } = await compareCitations(here, { library: embedded.library, ask: local });

    say(
      `questions ${QUESTIONS.length}, with citations ${cited}, alike ${QUESTIONS.length - differing.length}`,
      ...differing,
    );
    expect(new Set(QUESTIONS.map(({ asker }) => asker.tenant)).size).toBeGreaterThanOrEqual(2);
    expect(cited).toBeGreaterThanOrEqual(10); // Refusals alone would prove little.
    expect(differing.length / QUESTIONS.length).toBeLessThanOrEqual(0.05);
  });

  it('redaction equals the embedded run, which has the same key: the same placeholders in the same places', async () => {
    let placeholders = 0;
    for (const { document } of OUTCOMES.filter(({ status }) => status === 'published')) {
      const [here, there] = await Promise.all([
        redactedText(product.dev, document),
        redactedText(embedded.library, document),
      ]);

      expect(here === there, document).toBe(true); // Without a document's text where they differ.
      placeholders += placeholderCount(here);
    }
    expect(placeholders).toBeGreaterThanOrEqual(20);
  });

  it('refusal: a question that no document answers', async () => {
    const [unanswerable] = QUESTIONS.filter(({ kind }) => kind === 'unanswerable');

    const answer = await ask(unanswerable?.question ?? '', FARAH);

    expect(answer).toMatchObject({ outcome: 'no-evidence', claims: [] });
  });

  refusedCallers(() => product);

  it('throttled Bedrock: takes in a document while it throttles, and answers by extraction when its model does', async () => {
    const { dev, clients, aws } = product;
    aws.bedrock.quotas.embedding.refuseNext(3);

    await putDocument(clients.s3, dev, NEW_DOCUMENT, `# Parking\n\n${GARAGE}\n`);
    const record = await whenRecord(dev, NEW_DOCUMENT, hasEnded);
    aws.bedrock.quotas.answering.refuseNext(1_000);
    const answer = await ask('When does the garage of the head office open?', FARAH);
    aws.bedrock.quotas.answering.refuseNext(0);

    expect(record.status).toBe('published');
    expect(answer).toMatchObject({ outcome: 'answered', degraded: true });
    expect(answer.claims[0]?.citation.quote).toContain('6 in the morning');
  });

  it('a duplicate event, with and without version-id, starts nothing anew', async () => {
    const { dev, clients } = product;
    const { stateMachineArn } = dev;
    const documentId = await idOf(NEW_DOCUMENT);
    // Of this document alone: faulty ones wait for their turns meanwhile.
    const started = async () => {
      const { executions = [] } = await clients.stepFunctions.send(
        new ListExecutionsCommand({ stateMachineArn, maxResults: 1_000 }),
      );
      return executions.filter(({ name }) => name?.startsWith(documentId)).length;
    };
    const live = (await recordOf(dev, NEW_DOCUMENT))?.live?.versionId;

    for (const version of [{ 'version-id': live }, {}]) {
      const object = { key: `tenants/${NEW_DOCUMENT}`, size: 90, etag: 'e', ...version };
      const detail = { bucket: { name: dev.bucket }, object };
      await invokeFunction(product, 'route', { source: 'aws.s3', 'detail-type': 'Object Created', detail });
    }
    await putDocument(clients.s3, dev, 'acme/handbook/after.md', '# After\n\nThis came after the duplicates.\n');
    await whenRecord(dev, 'acme/handbook/after.md', hasEnded);

    expect(await recordOf(dev, NEW_DOCUMENT)).toMatchObject({ status: 'published', attempt: 1 });
    expect(await started()).toBe(1);
  });

  it('overwrite: cites the new text alone once a document was overwritten, and costs nothing for the same bytes', async () => {
    const { dev, clients, aws } = product;
    const text = `# Parking\n\n${GARAGE.replace('6', '7')}\n`;
    // Until then these embed, too, and calls are counted below.
    for (const { document } of [...FAULTY.healing, ...FAULTY.failing]) await whenRecord(dev, document, hasEnded);

    await putDocument(clients.s3, dev, NEW_DOCUMENT, text);
    const first = await whenRecord(dev, NEW_DOCUMENT, ({ status, attempt }) => status === 'published' && attempt > 1);
    const answer = await ask('When does the garage of the head office open?', FARAH);
    const embedded = aws.bedrock.calls.length;
    await putDocument(clients.s3, dev, NEW_DOCUMENT, text);
    const second = await whenRecord(dev, NEW_DOCUMENT, (each) => hasEnded(each) && each.attempt > first.attempt);

    expect(answer.claims[0]?.citation.quote).toContain('7 in the morning');
    expect(second).toMatchObject({ status: 'published', live: { contentHash: first.live?.contentHash } });
    expect(aws.bedrock.calls.length).toBe(embedded);
  });

  it('delete: forgets a document that was deleted, at once and in every version', async () => {
    const { dev } = product;
    const id = await idOf(NEW_DOCUMENT);

    const gone = await dev.call({ method: 'DELETE', path: `/v1/documents/${id}`, caller: FARAH });
    const answer = await ask('When does the garage of the head office open?', FARAH);
    const shown = await dev.call({ method: 'GET', path: `/v1/documents/${id}`, caller: FARAH });

    expect(gone.status).toBeLessThan(300);
    expect(answer.claims.filter(({ citation }) => citation.documentId === id)).toEqual([]);
    expect(shown.status).toBe(404);
  });

  it('delete: forgets a document whose object was deleted with the S3 client', async () => {
    const { dev, clients } = product;
    const [document, Key] = ['acme/handbook/after.md', 'tenants/acme/handbook/after.md'];

    await clients.s3.send(new DeleteObjectCommand({ Bucket: dev.bucket, Key }));
    await whenRecord(dev, document, ({ status }) => status === 'deleted');
    const answer = await ask('What came after the duplicates?', FARAH);

    expect(answer).toMatchObject({ outcome: 'no-evidence', claims: [] });
  });

  it('takes an upload by a signed form, lists and finds it, shows the receipt of an answer, takes feedback, says what it is', async () => {
    const { dev } = product;
    const text = Buffer.from('# Bicycles\n\nBicycles stand in the yard behind the gate house.\n');
    const body = { collection: 'handbook', path: 'bicycles.md', bytes: text.length };

    const signed = await dev.call({ method: 'POST', path: '/v1/documents', caller: FARAH, body });
    const uploaded = await uploadByForm(UploadResponseSchema.parse(JSON.parse(signed.text)), text);
    await whenRecord(dev, 'acme/handbook/bicycles.md', hasEnded);
    const { answerId } = await ask('Where do bicycles stand?', FARAH);
    const statuses = [
      await dev.call({ method: 'GET', path: '/v1/documents?status=published', caller: FARAH }),
      await dev.call({ method: 'GET', path: `/v1/answers/${answerId}`, caller: FARAH }),
      await dev.call({
        ...{ method: 'POST', path: `/v1/answers/${answerId}/feedback`, caller: FARAH, body: { verdict: 'helpful' } },
      }),
      await dev.call({ method: 'POST', path: '/v1/search', caller: FARAH, body: { query: 'bicycles' } }),
      await dev.call({ method: 'GET', path: '/v1/openapi.json', caller: FARAH }),
      await dev.call({ method: 'GET', path: '/v1/health' }),
    ];

    expect(uploaded.status).toBeLessThan(300);
    expect(statuses.map(({ status }) => status < 300)).toEqual(Array(6).fill(true));
  });

  it('streaming: events of an answer through the API, the same response through InvokeWithResponseStream', async () => {
    const { dev } = product;
    const [asked] = QUESTIONS as [(typeof QUESTIONS)[number]];
    const question = `${asked.question} Please say.`; // Not asked before: what is remembered asks no model.

    const streamed = await dev.call({
      ...{ method: 'POST', path: '/v1/answers', caller: FARAH, body: { question }, accept: 'text/event-stream' },
    });
    const event = { resource: '/v1/health', path: '/v1/health', httpMethod: 'GET', headers: {}, requestContext: {} };
    const invoked = await streamFunction(product, 'query', event);

    expect(streamed).toMatchObject({ status: 200, type: expect.stringContaining('text/event-stream') });
    expect(streamed.text).toMatch(/^event: /m);
    expect(invoked).toContain('statusCode');
    const { Query } = await templatesOf(product, 'dev');
    expect(JSON.stringify(Query)).toContain('"ResponseTransferMode":"STREAM"');
  });

  operatedProduct(() => product);

  meteredCosts(() => ({ product, began, answers }));

  provedPermissions(() => product);

  runbookCommands(() => product);

  it('update and rollback: a deployed stack is updated, and goes back to the release before', async () => {
    const retention = await updateAndGoBack(product);

    expect(retention).toEqual({ before: 14, updated: 30, after: 14 });
    expect((await product.dev.call({ method: 'GET', path: '/v1/health' })).status).toBe(200);
  });

  otherEmbedder(() => product);

  it('destroy: nothing of dev is left, and prod is as it was', async () => {
    const { aws, clients, prod, assembly } = product;
    const document = 'acme/handbook/office-guide.txt';
    await putDocument(clients.s3, prod, document, await sampleBytes(document));
    await whenRecord(prod, document, hasEnded);

    await runCdk(aws, 'destroy', '--app', assembly, '--force', 'dev/*');

    expect(await leftStacks(clients)).toEqual(['CDKToolkit', ...PROD_STACKS]);
    expect(await leftData(clients, 'affidavit-dev')).toEqual([]);
    expect([...(await aws.keys.all()).values()].filter(({ environment }) => environment === 'dev')).toEqual([]);
    expect(await recordOf(prod, document)).toMatchObject({ status: 'published' });
    expect((await prod.call({ method: 'GET', path: '/v1/health' })).status).toBe(200);
  });
});
