/** One call of a service, as IAM sees it. */
export interface RecordedCall {
  /** Of the credentials that signed it; each function has its own. */
  readonly accessKeyId: string;
  readonly action: string;
  readonly resource: string;
}

/** The access key that signed a request. */
export function signerOf(authorization: string | undefined): string {
  return /Credential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? '';
}
