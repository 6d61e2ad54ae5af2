import type { GetDocumentTextDetectionResponse } from '@aws-sdk/client-textract';
import * as z from 'zod';
import { ServiceFault } from '../bedrock-stub/model-call.ts';
import { recognizedBlocks } from './recognized-blocks.ts';

/** An object in a bucket, as a caller names it. */
const StartSchema = z.object({
  DocumentLocation: z.object({
    S3Object: z.object({ Bucket: z.string(), Name: z.string(), Version: z.string().optional() }),
  }),
  ClientRequestToken: z.string().optional(),
});
export type StoredScan = z.output<typeof StartSchema>['DocumentLocation']['S3Object'];

const GetSchema = z.object({ JobId: z.string(), NextToken: z.string().optional() });

export interface TextJobs {
  start(body: unknown): { readonly JobId: string };
  get(body: unknown): Promise<GetDocumentTextDetectionResponse>;
}

interface Job {
  /** Nothing where the job failed. */
  readonly blocks: ReturnType<typeof recognizedBlocks> | undefined;
  looks: number;
}

/** Blocks in one answer. Ours: Textract gives up to 1,000, and so few that a page of text takes several answers. */
const PART = 10;

/** Jobs that run as soon as they are started, and that say so at the first look, however fast they are. */
export function textJobs(
  read: (scan: StoredScan) => Promise<Uint8Array>,
  fails: (scan: StoredScan) => boolean,
): TextJobs {
  const jobs = new Map<string, Job>();
  return {
    start: (body) => {
      const { DocumentLocation, ClientRequestToken } = parsed(StartSchema, body);
      const scan = DocumentLocation.S3Object;
      const JobId = ClientRequestToken ?? `job-${jobs.size}`; // The same token tells the same job.
      if (jobs.has(JobId)) return { JobId };
      const blocks = fails(scan) ? undefined : read(scan).then(recognizedBlocks);
      blocks?.catch(() => undefined); // Told to who asks for it.
      jobs.set(JobId, { blocks, looks: 0 });
      return { JobId };
    },
    get: async (body) => {
      const { JobId, NextToken = '0' } = parsed(GetSchema, body);
      const job = jobs.get(JobId);
      if (job === undefined) throw new ServiceFault('InvalidJobIdException', 400, 'no such job');
      job.looks += 1;
      if (job.looks === 1) return { JobStatus: 'IN_PROGRESS' };
      if (job.blocks === undefined) return { JobStatus: 'FAILED', StatusMessage: 'INVALID_IMAGE' };
      const blocks = await job.blocks;
      const [from, to] = [Number(NextToken), Number(NextToken) + PART];
      const Pages = blocks.filter(({ BlockType }) => BlockType === 'PAGE').length;
      const more = to < blocks.length ? { NextToken: String(to) } : {};
      return { JobStatus: 'SUCCEEDED', DocumentMetadata: { Pages }, Blocks: blocks.slice(from, to), ...more };
    },
  };
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data } = schema.safeParse(body);
  if (success) return data;
  throw new ServiceFault('InvalidParameterException', 400, 'the request is not as the API describes it');
}
