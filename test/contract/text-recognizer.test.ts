import {
  GetDocumentTextDetectionCommand,
  StartDocumentTextDetectionCommand,
  TextractClient,
} from '@aws-sdk/client-textract';
import { mockClient } from 'aws-sdk-client-mock';
import { textractRecognizer } from '#shared/adapters/aws/textract-recognizer.ts';
import { tesseractRecognizer } from '#shared/adapters/local/tesseract-recognizer.ts';
import type { Scan } from '#shared/ports/text-recognizer.ts';
import { picturedPage, scannedPages } from '../doubles/scans.ts';
import { SHARED_PARTS } from '../doubles/shared-parts.ts';
import { textractBlocks } from '../doubles/textract-answers.ts';
import { type RecognizerUnderTest, textRecognizerSuite } from './suites/text-recognizer-suite.ts';

const SCAN: Omit<Scan, 'type'> = { key: 'tenants/acme/inbox/scan', versionId: 'v1', token: 'execution-1' };

textRecognizerSuite('local: Tesseract', async (): Promise<RecognizerUnderTest> => {
  let bytes = new Uint8Array();
  const store = { read: async () => bytes };
  return {
    recognizer: tesseractRecognizer({ store, reader: SHARED_PARTS.extraction.scans, maxDocumentBytes: 10_000_000 }),
    put: async (type, ...pages) => {
      bytes = Uint8Array.from(type === 'image/png' ? await picturedPage(pages[0] ?? []) : await scannedPages(...pages));
      return { ...SCAN, type };
    },
    close: async () => {},
  };
});

textRecognizerSuite('aws: Textract, recorded answers', async (): Promise<RecognizerUnderTest> => {
  const client = new TextractClient({ region: 'eu-central-1' });
  const textract = mockClient(client);
  textract.on(StartDocumentTextDetectionCommand).resolves({ JobId: 'job-1' });
  const letter = { width: 612, height: 792 };
  return {
    recognizer: textractRecognizer({ client, bucket: 'documents', pageSizes: async () => [letter] }),
    put: async (type, ...pages) => {
      textract.on(GetDocumentTextDetectionCommand).resolves({
        JobStatus: 'SUCCEEDED',
        DocumentMetadata: { Pages: pages.length },
        Blocks: textractBlocks(...pages),
      });
      return { ...SCAN, type };
    },
    close: async () => {},
  };
});
