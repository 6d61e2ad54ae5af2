import { BedrockClient } from '@aws-sdk/client-bedrock';
import { OpenSearchClient } from '@aws-sdk/client-opensearch';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

/** Every service that the doctor asks, with the credentials and the region of the shell. */
export interface AccountClients {
  readonly sts: STSClient;
  readonly ssm: SSMClient;
  readonly bedrock: BedrockClient;
  readonly quotas: ServiceQuotasClient;
  readonly search: OpenSearchClient;
  readonly sqs: SQSClient;
}

export function accountClients(): AccountClients {
  // A doctor who is refused says so at once: no more than one further try.
  const config = { maxAttempts: 2 };
  return {
    sts: new STSClient(config),
    ssm: new SSMClient(config),
    bedrock: new BedrockClient(config),
    quotas: new ServiceQuotasClient(config),
    search: new OpenSearchClient(config),
    sqs: new SQSClient(config),
  };
}
