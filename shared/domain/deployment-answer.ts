/** A request of CloudFormation about a resource that a function of ours stands for, as far as the answer repeats it. */
export interface AskedResource {
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  /** What the resource is called outside the stack. A change of it makes CloudFormation delete the former. */
  readonly PhysicalResourceId: string;
}

/** What CloudFormation is told. There is no `Data` that the stack could read, and so nothing for `NoEcho` to hide. */
export interface DeploymentAnswer extends AskedResource {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
}

/** Bytes of JSON that CloudFormation takes. Source: its user guide, "Custom resource response objects". */
const MAX_BYTES = 4_096;

/** Bytes that JSON makes of one UTF-16 unit at the most: `\u0000`. */
const BYTES_OF_UNIT = 6;

/** The answer to a request: that it went well, or why not. A reason is cut to what still goes in. */
export function deploymentAnswer(
  { StackId, RequestId, LogicalResourceId, PhysicalResourceId }: AskedResource,
  failure?: string,
): DeploymentAnswer {
  const asked = { StackId, RequestId, LogicalResourceId, PhysicalResourceId };
  if (failure === undefined) return { Status: 'SUCCESS', ...asked };
  const answer = { Status: 'FAILED', Reason: '', ...asked } as const;
  const room = Math.max(0, MAX_BYTES - Buffer.byteLength(JSON.stringify(answer)));
  return { ...answer, Reason: failure.slice(0, Math.floor(room / BYTES_OF_UNIT)) };
}
