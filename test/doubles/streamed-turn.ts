import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { CLAIMS_TOOL } from '#shared/domain/answer-prompt.ts';

interface TurnEnding {
  readonly stopReason?: 'tool_use' | 'max_tokens';
  /** Thrown after the pieces, in place of the end. */
  readonly fault?: Error;
}

/** Characters of one event: few, so that a reader has to put it together. */
const PIECE = 7;

/** What the SDK makes of a ConverseStream in which a model says a word and then hands in `input`. */
export async function* streamedTurn(
  input: unknown,
  { stopReason = 'tool_use', fault }: TurnEnding = {},
): AsyncGenerator<ConverseStreamOutput> {
  const pieces = JSON.stringify(input).match(new RegExp(`.{1,${PIECE}}`, 'gs')) ?? [];
  yield { messageStart: { role: 'assistant' } };
  yield { contentBlockDelta: { contentBlockIndex: 0, delta: { text: '{"claims":[{"text":"Let me see."}]}' } } };
  yield { contentBlockStop: { contentBlockIndex: 0 } };
  const toolUse = { toolUseId: 't1', name: CLAIMS_TOOL.name };
  yield { contentBlockStart: { contentBlockIndex: 1, start: { toolUse } } };
  for (const piece of pieces) {
    yield { contentBlockDelta: { contentBlockIndex: 1, delta: { toolUse: { input: piece } } } };
  }
  if (fault !== undefined) throw fault;
  yield { contentBlockStop: { contentBlockIndex: 1 } };
  yield { messageStop: { stopReason } };
  yield {
    metadata: { usage: { inputTokens: 210, outputTokens: 40, totalTokens: 250 }, metrics: { latencyMs: 1 } },
  };
}
