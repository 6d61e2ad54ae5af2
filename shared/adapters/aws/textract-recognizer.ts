import {
  type Block,
  GetDocumentTextDetectionCommand,
  type GetDocumentTextDetectionCommandOutput,
} from '@aws-sdk/client-textract';
import { PipelineFailure } from '../../domain/failures.ts';
import type { PageSize } from '../../domain/recognized-page.ts';
import type { Scan, TextRecognizer } from '../../ports/text-recognizer.ts';
import { recognizedDocument } from '../portable/extraction/recognized-document.ts';
import { awsCall } from './aws-call.ts';
import { textractPages } from './textract-pages.ts';
import { type TextractStarterOptions, textractStarter } from './textract-starter.ts';

interface TextractRecognizerOptions extends TextractStarterOptions {
  /** Of a scan's pages in their order: Textract tells places as shares of a page. */
  readonly pageSizes: (scan: Scan, signal?: AbortSignal) => Promise<readonly PageSize[]>;
}

/**
 * Has Amazon Textract detect text, asynchronously: a job is started on the stored object and asked for until it ends.
 *
 * It was tested against recorded answers; nobody has run it on an account.
 */
export function textractRecognizer({ client, bucket, pageSizes }: TextractRecognizerOptions): TextRecognizer {
  return {
    ...textractStarter({ client, bucket }),
    collect: async (scan, job, signal) => {
      const blocks = await blocksOf(job, client, signal);
      return blocks && recognizedDocument(textractPages(blocks, await pageSizes(scan, signal)));
    },
  };
}

/** Everything that the job found, or nothing while it runs. A page that Textract could not read stays empty beside others. */
async function blocksOf(
  job: string,
  client: TextractRecognizerOptions['client'],
  signal: AbortSignal | undefined,
): Promise<readonly Block[] | undefined> {
  const blocks: Block[] = [];
  let token: string | undefined;
  do {
    const command = new GetDocumentTextDetectionCommand({
      JobId: job,
      ...(token !== undefined && { NextToken: token }),
    });
    const part = await awsCall('Textract did not tell its outcome', signal, (options) => client.send(command, options));
    if (!isEnded(part)) return undefined;
    blocks.push(...(part.Blocks ?? []));
    token = part.NextToken;
  } while (token !== undefined);
  return blocks;
}

/** @throws PipelineFailure `DocumentUnreadable` when the job failed, which Textract puts down to the document. */
function isEnded({ JobStatus }: GetDocumentTextDetectionCommandOutput): boolean {
  if (JobStatus === 'FAILED') throw new PipelineFailure('DocumentUnreadable', 'Textract gave the document up');
  return JobStatus !== 'IN_PROGRESS';
}
