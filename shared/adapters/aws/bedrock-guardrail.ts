import { ApplyGuardrailCommand, type BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Guardrail } from '../../ports/guardrail.ts';
import { bedrockCall } from './bedrock-call.ts';

export interface BedrockGuardrailOptions {
  readonly client: Pick<BedrockRuntimeClient, 'send'>;
  /** Id or ARN of the guardrail, and the number of its version or `DRAFT`. */
  readonly guardrailId: string;
  readonly version: string;
}

/** Asks a Bedrock guardrail about questions as input and about answers as output. Only a plain `NONE` lets pass. */
export function bedrockGuardrail({ client, guardrailId, version }: BedrockGuardrailOptions): Guardrail {
  return {
    blocks: (side, text, signal) =>
      bedrockCall('the guardrail did not answer', signal, async (options) => {
        const command = new ApplyGuardrailCommand({
          guardrailIdentifier: guardrailId,
          guardrailVersion: version,
          source: side === 'question' ? 'INPUT' : 'OUTPUT',
          content: [{ text: { text } }],
        });
        const { action } = await client.send(command, options);
        if (action === 'NONE') return false;
        if (action === 'GUARDRAIL_INTERVENED') return true;
        throw new PipelineFailure('DependencyUnavailable', 'the guardrail gave no verdict');
      }),
  };
}
