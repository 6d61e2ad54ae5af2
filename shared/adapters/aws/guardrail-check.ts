import { ApplyGuardrailCommand, type ApplyGuardrailCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { PipelineFailure } from '../../domain/failures.ts';
import { groundingBound } from '../../domain/text-units.ts';
import type { SecondCheck, SecondCheckRequest, SupportedClaim } from '../../ports/second-check.ts';
import { bedrockCall } from './bedrock-call.ts';
import { type BedrockGuardrailOptions, usesOf } from './bedrock-guardrail.ts';

/**
 * Asks a Bedrock guardrail with a contextual grounding check how well quotes carry claims. Whatever else the guardrail
 * would stop is not looked at here.
 *
 * Source: Bedrock user guide, "Use contextual grounding check to filter hallucinations in responses". It was tested against
 * recorded answers; nobody has run it on an account.
 */
export function guardrailCheck({ client, guardrailId, version }: BedrockGuardrailOptions): SecondCheck {
  return {
    name: `grounding by guardrail ${guardrailId}`,
    most: ({ question, claims }) => claims.flatMap((claim) => groundingBound(question, claim)),
    scores: async ({ question, claims }, signal) => {
      const opinions = await Promise.all(
        claims.map((claim) =>
          bedrockCall('the guardrail did not answer', signal, async (options) => {
            const answer = await client.send(
              new ApplyGuardrailCommand({
                ...{ guardrailIdentifier: guardrailId, guardrailVersion: version, source: 'OUTPUT' },
                content: contentOf(question, claim),
              }),
              options,
            );
            return { score: groundingOf(answer), uses: usesOf(answer) };
          }),
        ),
      );
      return { scores: opinions.map(({ score }) => score), uses: opinions.flatMap(({ uses }) => uses) };
    },
  };
}

function contentOf(question: SecondCheckRequest['question'], { text, quote }: SupportedClaim) {
  return [
    { text: { text: quote, qualifiers: ['grounding_source' as const] } },
    { text: { text: question, qualifiers: ['query' as const] } },
    { text: { text, qualifiers: ['guard_content' as const] } },
  ];
}

function groundingOf({ assessments = [] }: ApplyGuardrailCommandOutput): number {
  const filters = assessments.flatMap(({ contextualGroundingPolicy }) => contextualGroundingPolicy?.filters ?? []);
  const score = filters.find(({ type }) => type === 'GROUNDING')?.score;
  if (score !== undefined) return score;
  throw new PipelineFailure('DependencyUnavailable', 'the guardrail has no contextual grounding check');
}
