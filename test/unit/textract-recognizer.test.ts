import {
  GetDocumentTextDetectionCommand,
  StartDocumentTextDetectionCommand,
  TextractClient,
  TextractServiceException,
} from '@aws-sdk/client-textract';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { textractRecognizer } from '#shared/adapters/aws/textract-recognizer.ts';
import type { Scan } from '#shared/ports/text-recognizer.ts';
import { textractBlocks } from '../doubles/textract-answers.ts';

const SCAN: Scan = {
  key: 'tenants/acme/inbox/Ana Ruiz.pdf',
  versionId: 'v1',
  type: 'application/pdf',
  token: 'execution-a1',
};

function setUp(height = 792) {
  const client = new TextractClient({ region: 'eu-central-1' });
  const textract = mockClient(client);
  textract.on(StartDocumentTextDetectionCommand).resolves({ JobId: 'job-1' });
  const pageSizes = async () => [{ width: 612, height }];
  return { textract, recognizer: textractRecognizer({ client, bucket: 'documents', pageSizes }) };
}

function serviceError(name: string) {
  return new TextractServiceException({
    ...{ name, message: 'Ana Ruiz', $fault: 'client' },
    $metadata: { httpStatusCode: 400 },
  });
}

describe('textractRecognizer', () => {
  it('has Textract read the very version, once for all tries of an attempt', async () => {
    const { recognizer, textract } = setUp();

    const job = await recognizer.start(SCAN);

    expect(job).toBe('job-1');
    expect(textract.commandCalls(StartDocumentTextDetectionCommand)[0]?.args[0].input).toEqual({
      DocumentLocation: { S3Object: { Bucket: 'documents', Name: SCAN.key, Version: 'v1' } },
      ClientRequestToken: 'execution-a1',
    });
  });

  it('tells nothing while the job runs', async () => {
    const { recognizer, textract } = setUp();
    textract.on(GetDocumentTextDetectionCommand).resolves({ JobStatus: 'IN_PROGRESS' });

    expect(await recognizer.collect(SCAN, 'job-1')).toBeUndefined();
  });

  it('asks for all parts of the outcome, of which a line and its words may be in two', async () => {
    const { recognizer, textract } = setUp();
    const blocks = textractBlocks(['The rent is due in May.']);
    textract
      .on(GetDocumentTextDetectionCommand, { JobId: 'job-1' })
      .resolves({ JobStatus: 'SUCCEEDED', Blocks: blocks.slice(0, 2), NextToken: 'more' })
      .on(GetDocumentTextDetectionCommand, { JobId: 'job-1', NextToken: 'more' })
      .resolves({ JobStatus: 'SUCCEEDED', Blocks: blocks.slice(2) });

    const document = await recognizer.collect(SCAN, 'job-1');

    expect(document?.pages.map(({ text }) => text)).toEqual(['The rent is due in May.']);
  });

  it('places text on the page by its size', async () => {
    const { recognizer, textract } = setUp(1_584);
    textract
      .on(GetDocumentTextDetectionCommand)
      .resolves({ JobStatus: 'SUCCEEDED', Blocks: textractBlocks(['The rent is due in May.']) });

    const document = await recognizer.collect(SCAN, 'job-1');

    const box = document?.pages[0]?.blocks[0]?.box;
    expect(box?.x).toBeCloseTo(72, 0);
    const bottom = (box?.y ?? 0) + (box?.height ?? 0);
    expect(bottom).toBeGreaterThanOrEqual(2 * 102); // Of the words' boxes, and of what reaches below the line.
    expect(bottom).toBeLessThan(2 * (102 + 12 / 3));
  });

  it('takes what Textract could read of a document of which it could not read all', async () => {
    const { recognizer, textract } = setUp();
    textract.on(GetDocumentTextDetectionCommand).resolves({
      JobStatus: 'PARTIAL_SUCCESS',
      Blocks: textractBlocks([], ['The rent is due in May.']),
      Warnings: [{ ErrorCode: 'INVALID_IMAGE', Pages: [1] }],
    });

    const document = await recognizer.collect(SCAN, 'job-1');

    expect(document?.pages.map(({ text }) => text)).toEqual(['', 'The rent is due in May.']);
  });

  it('refuses the document when the job failed', async () => {
    const { recognizer, textract } = setUp();
    textract.on(GetDocumentTextDetectionCommand).resolves({ JobStatus: 'FAILED', StatusMessage: 'Ana Ruiz' });

    await expect(recognizer.collect(SCAN, 'job-1')).rejects.toMatchObject({ name: 'DocumentUnreadable' });
  });

  it.each([
    ['DocumentTooLargeException', 'DocumentTooLarge'],
    ['UnsupportedDocumentException', 'DocumentUnreadable'],
    ['BadDocumentException', 'DocumentUnreadable'],
    ['LimitExceededException', 'DependencyUnavailable'],
    ['ThrottlingException', 'DependencyUnavailable'],
    ['AccessDeniedException', 'DependencyUnavailable'],
  ])('fails on %s as %s, without what the service wrote', async (error, name) => {
    const { recognizer, textract } = setUp();
    textract.on(StartDocumentTextDetectionCommand).rejects(serviceError(error));

    const failure = await recognizer.start(SCAN).catch((thrown: unknown) => thrown);

    expect(failure).toMatchObject({ name, cause: undefined, details: { error, status: 400 } });
    expect(JSON.stringify(failure)).not.toContain('Ana');
  });
});
