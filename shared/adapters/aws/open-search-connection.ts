import { Client } from '@opensearch-project/opensearch';
import { AwsSigv4Signer, type AwsSigv4SignerOptions } from '@opensearch-project/opensearch/aws-v3';
import { loadedOnce } from '../portable/loaded-once.ts';
import type { Connect } from './open-search-requests.ts';

/** Milliseconds that one request may take where its caller names no other. */
const REQUEST_TIMEOUT = 30_000;

/** Further tries of the client itself, on another node, when one cannot be reached or answers 502 to 504. */
const MAX_RETRIES = 2;

export interface OpenSearchConnectionOptions {
  /** The domain's endpoint, with or without `https://`: CloudFormation gives it without. */
  readonly endpoint: string;
  /** The configuration of any SDK client: it knows the function's region and keeps its credentials fresh. */
  readonly aws: {
    readonly region: () => Promise<string>;
    readonly credentials: NonNullable<AwsSigv4SignerOptions['getCredentials']>;
  };
}

/** Connects at first need to a managed domain, signing every request. */
export function openSearchConnection({ endpoint, aws }: OpenSearchConnectionOptions): Connect {
  const node = endpoint.includes('://') ? endpoint : `https://${endpoint}`;
  return loadedOnce(async () => {
    const signer = AwsSigv4Signer({ region: await aws.region(), service: 'es', getCredentials: aws.credentials });
    return new Client({ ...signer, node, requestTimeout: REQUEST_TIMEOUT, maxRetries: MAX_RETRIES });
  });
}
