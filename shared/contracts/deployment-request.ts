import * as z from 'zod/mini';

/**
 * What CloudFormation sends to the function behind a custom resource, whatever the resource is.
 *
 * Source: AWS CloudFormation user guide, "Custom resource request objects".
 */
export const DeploymentRequestSchema = z.object({
  /** Where it waits for the answer. Signed: who knows it may answer, so that it stands in no log, error or trace. */
  ResponseURL: z.string(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  /** Of a resource that was made before. */
  PhysicalResourceId: z.optional(z.string()),
});
export type DeploymentRequest = z.output<typeof DeploymentRequestSchema>;
