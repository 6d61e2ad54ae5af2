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

/** What CloudFormation asks for. A deletion is free of properties: those of any release before have to pass. */
export const PrepareIndexEventSchema = z.union([
  z.object({ RequestType: z.enum(['Create', 'Update']), ResourceProperties: PrepareIndexProperties }),
  z.object({ RequestType: z.literal('Delete') }),
]);
export type PrepareIndexEvent = z.output<typeof PrepareIndexEventSchema>;
