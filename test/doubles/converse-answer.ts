import { BedrockRuntimeClient, ConverseCommand, type ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { mockClient } from 'aws-sdk-client-mock';

/** A client of Bedrock whose model always calls this tool with this input. */
export function converseClient(name: string, input: unknown): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
  const toolUse = { toolUseId: 't1', name, input };
  const answer = {
    output: { message: { role: 'assistant', content: [{ toolUse }] } },
    stopReason: 'tool_use',
    usage: { inputTokens: 9, outputTokens: 3, totalTokens: 12 },
  } as ConverseCommandOutput; // Less what the adapters do not read.
  mockClient(client).on(ConverseCommand).resolves(answer);
  return client;
}
