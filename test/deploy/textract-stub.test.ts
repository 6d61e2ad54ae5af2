import { TextractClient } from '@aws-sdk/client-textract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textractRecognizer } from '#shared/adapters/aws/textract-recognizer.ts';
import type { Scan, TextRecognizer } from '#shared/ports/text-recognizer.ts';
import { picturedPage, scannedPages } from '../doubles/scans.ts';
import { startTextractStub, type TextractStub } from './textract-stub/start-textract-stub.ts';

const LINES = ['The lease of the harbour office begins on', '4 March 2024 and runs for seven years.'];
/** Calls that the SDK makes of one, with its tries. Source: its standard retry mode. */
const TRIES = 3;

let stub: TextractStub;
let client: TextractClient;
let recognizer: TextRecognizer;
let bytes: Uint8Array;

beforeAll(async () => {
  stub = await startTextractStub();
  stub.readBy(async () => bytes);
  const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'test' };
  client = new TextractClient({ region: 'us-east-1', endpoint: stub.endpoint, credentials });
  const letter = { width: 612, height: 792 };
  recognizer = textractRecognizer({ client, bucket: 'documents', pageSizes: async () => [letter, letter] });
});
afterAll(async () => {
  client.destroy();
  await stub.stop();
});

describe('the stand-in for Textract', () => {
  it('is in progress at first, and then tells what is read in each page and where, in several parts', async () => {
    bytes = await scannedPages(LINES, LINES);
    const scan = scanOf('two-pages');

    const job = await recognizer.start(scan);
    const first = await recognizer.collect(scan, job);
    const document = await recognizer.collect(scan, job);

    expect(first).toBeUndefined();
    expect(document?.pages.map(({ text }) => text)).toEqual([LINES.join(' '), LINES.join(' ')]);
    expect(document?.pages[1]?.blocks[0]?.box?.x).toBeCloseTo(72, -1);
    expect(stub.calls.filter(({ action }) => action === 'textract:GetDocumentTextDetection').length).toBeGreaterThan(2);
  });

  it('tells the same job by the same token', async () => {
    bytes = await picturedPage(LINES);

    const jobs = [await recognizer.start(scanOf('once')), await recognizer.start(scanOf('once'))];

    expect(new Set(jobs).size).toBe(1);
  });

  it('fails the job of an object that it is told of', async () => {
    stub.failAt('broken.png');
    const scan = scanOf('broken.png');

    const job = await recognizer.start(scan);
    await recognizer.collect(scan, job);

    await expect(recognizer.collect(scan, job)).rejects.toMatchObject({ name: 'DocumentUnreadable' });
  });

  it('throttles as many calls as it is told to, by the name of the service', async () => {
    stub.refuseNext(TRIES);

    const refused = await recognizer.start(scanOf('throttled')).catch((thrown: unknown) => thrown);
    const job = await recognizer.start(scanOf('throttled'));

    expect(refused).toMatchObject({
      ...{ name: 'DependencyUnavailable', details: { error: 'ProvisionedThroughputExceededException' } },
    });
    expect(job).not.toBe('');
  });
});

function scanOf(name: string): Scan {
  return { key: `tenants/acme/inbox/${name}`, versionId: 'v1', token: name, type: 'application/pdf' };
}
