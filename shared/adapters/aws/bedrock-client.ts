import { BedrockRuntimeClient, type BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';

/**
 * A client that makes every call once. The SDK's own retries would multiply those of the limiter, which alone knows what
 * other callers were refused; it has a budget for them, and takes over what the SDK does for lost connections.
 */
export function bedrockClient(
  config: Pick<BedrockRuntimeClientConfig, 'region' | 'endpoint' | 'credentials'> = {},
): BedrockRuntimeClient {
  return new BedrockRuntimeClient({ ...config, maxAttempts: 1 });
}
