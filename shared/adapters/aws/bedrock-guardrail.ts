import {
  ApplyGuardrailCommand,
  type ApplyGuardrailCommandOutput,
  type BedrockRuntimeClient,
} from '@aws-sdk/client-bedrock-runtime';
import { PipelineFailure } from '../../domain/failures.ts';
import type { ModelUse } from '../../domain/metered-cost.ts';
import { guardrailUses } from '../../domain/text-units.ts';
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
    judge: (side, text, signal) =>
      bedrockCall('the guardrail did not answer', signal, async (options) => {
        const command = new ApplyGuardrailCommand({
          guardrailIdentifier: guardrailId,
          guardrailVersion: version,
          source: side === 'question' ? 'INPUT' : 'OUTPUT',
          content: [{ text: { text } }],
        });
        const answer = await client.send(command, options);
        const { action } = answer;
        const uses = usesOf(answer);
        if (action === 'NONE') return { blocks: false, uses };
        if (action === 'GUARDRAIL_INTERVENED') return { blocks: true, uses };
        throw new PipelineFailure('DependencyUnavailable', 'the guardrail gave no verdict');
      }),
  };
}

/** Units of text that a guardrail counted, of the filters that are paid for. */
export function usesOf({ usage }: Pick<ApplyGuardrailCommandOutput, 'usage'>): readonly ModelUse[] {
  return guardrailUses({
    content: usage?.contentPolicyUnits,
    topics: usage?.topicPolicyUnits,
    pii: usage?.sensitiveInformationPolicyUnits,
    grounding: usage?.contextualGroundingPolicyUnits,
  });
}
