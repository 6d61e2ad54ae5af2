import * as z from 'zod/mini';

/** What a deployment tells `prepare-index`: properties of its CloudFormation custom resource. */
export const PrepareIndexProperties = z.object({
  /** ARNs of the roles that search. */
  readerRoleArns: z.array(z.string()),
  /** ARNs of the roles that write and remove chunks; they search as well. */
  writerRoleArns: z.array(z.string()),
  /** Probe of the embedder that the environment's calibration was fitted to, where it has one. */
  calibratedProbe: z.optional(z.string()),
});
export type PrepareIndexProperties = z.output<typeof PrepareIndexProperties>;

/** What CDK's provider framework sends, as far as we read it. */
export const PrepareIndexEventSchema = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResourceProperties: PrepareIndexProperties,
});
export type PrepareIndexEvent = z.output<typeof PrepareIndexEventSchema>;

/** The answer that the provider framework hands to CloudFormation. */
export interface PrepareIndexResult {
  /** Always the same, so that no change ever replaces the resource. */
  readonly PhysicalResourceId: string;
}
