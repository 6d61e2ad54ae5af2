import { StartDocumentTextDetectionCommand, type TextractClient } from '@aws-sdk/client-textract';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Scan, TextRecognizer } from '../../ports/text-recognizer.ts';
import { awsCall, type CallOptions, errorName, faultDetails } from './aws-call.ts';

export interface TextractStarterOptions {
  readonly client: Pick<TextractClient, 'send'>;
  /** Of the documents: Textract reads them there, with the rights of whoever starts the job. */
  readonly bucket: string;
}

/** Before the first look. Ours to change: a page takes a few seconds, and a look costs a call of a function. */
const FIRST_LOOK_SECONDS = 5;

/** What speaks against the document by Textract's names. Source: its API reference, "StartDocumentTextDetection". */
const REFUSALS: Readonly<Record<string, 'DocumentTooLarge' | 'DocumentUnreadable'>> = {
  DocumentTooLargeException: 'DocumentTooLarge',
  BadDocumentException: 'DocumentUnreadable',
  UnsupportedDocumentException: 'DocumentUnreadable',
};

/** The part of the recognizer that begins jobs. It stands apart because it lays no page out. */
export function textractStarter({
  client,
  bucket,
}: TextractStarterOptions): Pick<TextRecognizer, 'firstLookSeconds' | 'start'> {
  return {
    firstLookSeconds: FIRST_LOOK_SECONDS,
    start: (scan, signal) => awsCall('Textract did not take the document', signal, startJob(scan, bucket, client)),
  };
}

function startJob({ key, versionId, token }: Scan, bucket: string, client: TextractStarterOptions['client']) {
  const command = new StartDocumentTextDetectionCommand({
    DocumentLocation: { S3Object: { Bucket: bucket, Name: key, Version: versionId } },
    ClientRequestToken: token, // A second start by the same token tells the job of the first.
  });
  return async (options: CallOptions): Promise<string> => {
    const { JobId } = await client.send(command, options).catch(refused);
    if (JobId === undefined) throw new PipelineFailure('DependencyUnavailable', 'Textract told no job');
    return JobId;
  };
}

function refused(cause: unknown): never {
  const name = REFUSALS[errorName(cause)];
  if (name === undefined) throw cause;
  throw new PipelineFailure(name, 'Textract refuses the document', { details: faultDetails(cause) });
}
